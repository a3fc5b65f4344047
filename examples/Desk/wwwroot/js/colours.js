// The colours of the page's palette as a canvas understands them: light-dark() and color-mix() are resolved by a hidden element.
const probe = document.createElement('i');
probe.hidden = true;

export function colour(name, share = 1) {
    if (!probe.isConnected)
        (document.querySelector('.desk') ?? document.body).append(probe);
    probe.style.color = share == 1 ? `var(--${name})` : `rgb(from var(--${name}) r g b / ${share})`;
    const [r, g, b, a = 1] = getComputedStyle(probe).color.match(/[\d.]+/g).map(Number);
    const scale = getComputedStyle(probe).color.startsWith('color(') ? 255 : 1;
    return `rgba(${Math.round(r * scale)}, ${Math.round(g * scale)}, ${Math.round(b * scale)}, ${a})`;
}

// Calls back when the system's setting or the button changes the colours. Returns a function that ends it.
export function onColours(callback) {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const button = new MutationObserver(callback);
    system.addEventListener('change', callback);
    button.observe(document.querySelector('.desk') ?? document.body, { attributes: true, attributeFilter: ['data-theme'] });
    return () => { system.removeEventListener('change', callback); button.disconnect(); };
}
