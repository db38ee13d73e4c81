from tests.functional.sweeping import Page

PAGES: list[Page] = []
