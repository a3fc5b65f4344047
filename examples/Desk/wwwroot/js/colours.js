// The colours of the page's palette as a canvas understands them: light-dark() and color-mix() are resolved by a hidden element, once for each theme.
// Two objects: Chromium does not report a change to one whose value was read since, and the drawings read it in every frame.
const query = '(prefers-color-scheme: dark)';
const [dark, changes] = [matchMedia(query), matchMedia(query)];
const probe = document.createElement('i');
probe.hidden = true;
const resolved = new Map();

export function colour(name, share = 1) {
    const key = [document.querySelector('.desk')?.dataset.theme, dark.matches, name, share].join();
    if (!resolved.has(key))
        resolved.set(key, resolve(share == 1 ? `var(--${name})` : `rgb(from var(--${name}) r g b / ${share})`));
    return resolved.get(key);
}

function resolve(style) {
    if (!probe.isConnected)
        (document.querySelector('.desk') ?? document.body).append(probe);
    probe.style.color = style;
    const color = getComputedStyle(probe).color;
    const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
    const scale = color.startsWith('color(') ? 255 : 1;
    return `rgba(${Math.round(r * scale)}, ${Math.round(g * scale)}, ${Math.round(b * scale)}, ${a})`;
}

// Calls back when the system's setting or the button changes the colours. Returns a function that ends it.
export function onColours(callback) {
    const button = new MutationObserver(callback);
    changes.addEventListener('change', callback);
    button.observe(document.querySelector('.desk') ?? document.body, { attributes: true, attributeFilter: ['data-theme'] });
    return () => { changes.removeEventListener('change', callback); button.disconnect(); };
}
