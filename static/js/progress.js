// Downloads that take long. Without scripts these are plain links; with them, a file that is not here after two seconds gets a
// panel with the time so far and a way to stop, and a failure gets a sentence instead of a blank tab.
const PATIENCE = 2000;
const MINUTE = 60;

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-download]');
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented) return;
  event.preventDefault();
  if (link.getAttribute('aria-disabled') !== 'true') fetchFile(link);
});

async function fetchFile(link) {
  const stopper = new AbortController();
  const panel = new Panel(link, () => stopper.abort());
  link.setAttribute('aria-disabled', 'true');
  try {
    const response = await fetch(link.href, { signal: stopper.signal, credentials: 'same-origin' });
    const problem = whyNot(response);
    if (problem) throw new Refusal(problem);
    save(await response.blob(), nameOf(response, link));
    panel.done();
  } catch (error) {
    if (error.name === 'AbortError') panel.close();
    else panel.failed(error instanceof Refusal ? error.message : 'The file did not arrive. Check your connection and try again.');
  } finally {
    link.removeAttribute('aria-disabled');
  }
}

class Refusal extends Error {}

function whyNot(response) {
  const page = (response.headers.get('Content-Type') || '').startsWith('text/html');
  if (response.redirected && page) return 'You are no longer signed in. Sign in again, then ask for the file again.';
  if (response.status === 403) return 'Your role does not let you take this file away.';
  if (response.status === 404) return 'This file is not available. Reload the page and try again.';
  if (!response.ok || page) return 'The file could not be made. Try again; if it fails again, tell the programme office.';
  return '';
}

function nameOf(response, link) {
  const given = response.headers.get('Content-Disposition') || '';
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(given);
  if (encoded) return decodeURIComponent(encoded[1]);
  const quoted = /filename="?([^";]+)"?/i.exec(given);
  return quoted ? quoted[1] : new URL(link.href).pathname.split('/').filter(Boolean).pop() || 'download';
}

function save(blob, name) {
  const anchor = document.createElement('a');
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(anchor.href), MINUTE * 1000);
}

// Appears only after PATIENCE. The words are a live region; the running time is not, or it would be read out every second.
class Panel {
  constructor(link, stop) {
    this.link = link;
    this.stop = stop;
    this.started = Date.now();
    this.waiting = setTimeout(() => this.open('Preparing the file'), PATIENCE);
  }

  open(words) {
    if (!this.box) {
      this.box = element('div', 'app-progress', { role: 'region', 'aria-label': 'Download' });
      this.words = element('p', '', { role: 'status' });
      this.time = element('p', 'app-meta', { 'aria-hidden': 'true' });
      this.bar = element('progress', '', { 'aria-label': 'The file is being prepared' });
      this.button = element('button', 'nhsuk-button nhsuk-button--secondary nhsuk-button--small', { type: 'button' });
      this.button.textContent = 'Cancel';
      this.button.addEventListener('click', () => this.stop());
      this.box.append(this.words, this.time, this.bar, this.button);
      document.body.append(this.box);
      this.ticking = setInterval(() => this.tick(), 1000);
      this.tick();
    }
    this.words.textContent = `${words}: ${this.link.textContent.trim()}`;
  }

  tick() {
    const seconds = Math.round((Date.now() - this.started) / 1000);
    this.time.textContent = seconds < MINUTE ? `${seconds} seconds so far` : `${Math.floor(seconds / MINUTE)} min ${seconds % MINUTE} s so far`;
  }

  settle(words, error) {
    clearTimeout(this.waiting);
    this.open(words);
    clearInterval(this.ticking);
    this.box.classList.toggle('app-progress--error', error);
    this.bar.remove();
    this.time.remove();
    this.button.textContent = 'Close';
    this.stop = () => this.close();
  }

  done() {
    if (!this.box) return this.close();
    this.settle('Saved to your downloads', false);
    setTimeout(() => this.close(), 6000);
  }

  failed(why) {
    this.settle(why, true);
    this.words.textContent = why;
    this.words.setAttribute('role', 'alert');
    this.button.focus();
  }

  close() {
    clearTimeout(this.waiting);
    clearInterval(this.ticking);
    const hadFocus = this.box && this.box.contains(document.activeElement);
    if (this.box) this.box.remove();
    this.box = null;
    if (hadFocus) this.link.focus();
  }
}

function element(name, className, attributes) {
  const made = document.createElement(name);
  if (className) made.className = className;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
