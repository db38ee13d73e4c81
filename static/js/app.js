// The design system does nothing until two classes are on the body. Its own page template adds them with an inline script; a
// strict content security policy refuses that, so they are added here. Its address comes from the page, because only the
// template knows the hashed name. Modules run once the document has been read.
const library = await import(document.getElementById('app-nhsuk-module').href);

document.body.classList.add('js-enabled', 'nhsuk-frontend-supported');
library.initAll();

// Filters: an empty field says nothing, so it stays out of the address; and leaving the search box must not ask again for what
// is already shown, or the back button would need several presses.
document.addEventListener('htmx:configRequest', (event) => {
  if (!event.target.closest('[data-app-filter]')) return;
  const { parameters } = event.detail;
  for (const [name, value] of [...parameters.entries()]) {
    if (value === '') parameters.delete(name);
  }
  if (sameView(parameters.entries(), new URLSearchParams(location.search))) event.preventDefault();
});

function sameView(asked, shown) {
  const words = (pairs) => [...pairs].filter(([name, value]) => value !== '' && name !== 'page').map(String).sort().join('&');
  return words(asked) === words(shown);
}

// A list that changed under the reader: wake the new components and say what is now shown.
document.addEventListener('htmx:afterSwap', (event) => {
  const results = document.getElementById(event.detail.target.id);
  if (!results) return;
  library.initAll({ scope: results });
  const summary = results.querySelector('[data-results-summary]');
  if (summary) document.getElementById('app-live').textContent = summary.textContent;
});

// The list could not be fetched: let the browser make the plain request, which shows the real error page.
document.addEventListener('htmx:responseError', (event) => {
  const form = event.target.closest('[data-app-filter]');
  if (form) form.submit();
});
