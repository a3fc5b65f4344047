import { onColours } from './colours.js';

// A canvas that fills its host, follows its size and the page's colours, and draws at most once per frame of the browser.
// A tab in the background has no frames, so it draws nothing.
export function surface(host, draw) {
    const canvas = document.createElement('canvas');
    canvas.setAttribute('aria-hidden', 'true');
    host.append(canvas);
    const context = canvas.getContext('2d');
    let waiting = 0;

    const paint = () => {
        waiting = 0;
        const { clientWidth: width, clientHeight: height } = host;
        const density = devicePixelRatio;
        const [pixelsWide, pixelsHigh] = [Math.round(width * density), Math.round(height * density)];
        if (canvas.width != pixelsWide || canvas.height != pixelsHigh)
            [canvas.width, canvas.height] = [pixelsWide, pixelsHigh];
        if (!width || !height)
            return;
        context.setTransform(density, 0, 0, density, 0, 0);
        context.clearRect(0, 0, width, height);
        const style = getComputedStyle(host);
        const size = parseFloat(style.fontSize);
        context.font = `${size}px ${style.fontFamily}`;
        draw(context, width, height, size);
    };
    const redraw = () => { waiting ||= requestAnimationFrame(paint); };

    const sizes = new ResizeObserver(redraw);
    sizes.observe(host);
    const endColours = onColours(redraw);
    return {
        redraw,
        dispose() {
            cancelAnimationFrame(waiting);
            sizes.disconnect();
            endColours();
            canvas.remove();
        },
    };
}

// About as many round values as fit in a range.
export function ticks(min, max, about) {
    const raw = (max - min) / about;
    if (!(raw > 0))
        return [];
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 5, 10].find(factor => factor >= raw / power * 0.999) * power;
    const values = [];
    for (let i = Math.ceil(min / step); i * step <= max; i++)
        values.push(i * step);
    return values;
}

// A decimal text with groups of three digits: "61801.40" is shown as "61,801.40". The digits stay the server's.
export function grouped(text) {
    const [whole, part] = String(text).split('.');
    const separated = whole.replace(/\B(?=(\d{3})+$)/g, ',');
    return part === undefined ? separated : `${separated}.${part}`;
}
