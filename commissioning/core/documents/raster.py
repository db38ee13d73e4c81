"""Charts as pictures, for Word, which cannot be trusted to draw SVG the same way everywhere."""

import resvg_py

from commissioning.core.documents.letters import FAMILIES, FILES, in_our_letters

WIDTH = 1440  # pixels: twice the drawing, sharp when a page is printed


def chart_png(svg: str, width: int = WIDTH) -> bytes:
    """The drawing as PNG on white, `width` pixels across.

    The fonts are named because the renderer, where it finds none, leaves out every word of a drawing and says nothing.
    Raises ValueError for a drawing that cannot be read.
    """
    return resvg_py.svg_to_bytes(
        svg_string=in_our_letters(svg),
        width=width,
        background="#ffffff",
        skip_system_fonts=True,
        font_files=[str(path) for path in FILES],
        font_family=FAMILIES[0],
        sans_serif_family=FAMILIES[0],
    )
