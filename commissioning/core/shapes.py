"""One small drawing for each tone, so that no status speaks by colour alone. Drawn in the colour of the text."""

from django.utils.safestring import SafeString

from commissioning.core.components import Tone

_PATHS = {
    Tone.NEUTRAL: '<circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" stroke-width="1.6"/>',
    Tone.INFO: '<path d="M2 2h8v8H2z" fill="currentColor"/>',
    Tone.GOOD: '<path d="M1.5 6.5l3 3.2L10.5 2.6" fill="none" stroke="currentColor" stroke-width="2.2"/>',
    Tone.WARN: '<path d="M6 1.2L11.4 10.8H.6z" fill="none" stroke="currentColor" stroke-width="1.6"/>'
    '<path d="M6 4.4v3M6 8.3v1.2" stroke="currentColor" stroke-width="1.5"/>',
    Tone.ALERT: '<path d="M2 2l8 8M10 2l-8 8" fill="none" stroke="currentColor" stroke-width="2.4"/>',
    Tone.UNKNOWN: '<path d="M3.2 4.2a2.8 2.6 0 1 1 4.2 2.2Q6 7.2 6 8.2M6 9.6v1.6" fill="none" stroke="currentColor" '
    'stroke-width="1.7"/>',
}
_OPENING = (
    '<svg class="app-shape" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false">'
)
_SHAPES = {tone: SafeString(f"{_OPENING}{path}</svg>") for tone, path in _PATHS.items()}


def shape_of(tone: Tone) -> SafeString:
    return _SHAPES[tone]
