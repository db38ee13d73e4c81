"""Our words for the five points of likelihood and of impact, lowest first. No standard is claimed for them."""

from typing import Final

LIKELIHOOD_WORDS: Final = ("very unlikely", "unlikely", "possible", "likely", "almost certain")
IMPACT_WORDS: Final = ("very small", "small", "medium", "large", "very large")
