import { colour } from './colours.js';

const shades = 64;

// The colours from no quantity to the greatest, between the three of the page's palette.
export function palette() {
    const parts = ['heat0', 'heat1', 'heat2'].map(name => colour(name).match(/[\d.]+/g).map(Number));
    return Array.from({ length: shades }, (_, i) => {
        const at = i / (shades - 1) * 2, [from, to] = at < 1 ? [parts[0], parts[1]] : [parts[1], parts[2]], share = at < 1 ? at : at - 1;
        return `rgb(${[0, 1, 2].map(k => Math.round(from[k] + (to[k] - from[k]) * share)).join()})`;
    });
}

// The quantity that has the last colour. Few levels are much larger than all others; they share it, so that the others differ visibly.
function strongest(best) {
    const all = best.flatMap(column => [...column.asks, ...column.bids].map(level => Number(level[1]))).sort((a, b) => a - b);
    return all[Math.floor(all.length * 0.98)] || 1;
}

// Draws every level of every column; only when a column, the size or the colours changed.
export function cells(canvas, plot, length, density, colours) {
    canvas.width = Math.max(Math.round(plot.plotWidth * density), 1);
    canvas.height = Math.max(Math.round(plot.plotHeight * density), 1);
    const context = canvas.getContext('2d');
    context.setTransform(density, 0, 0, density, 0, 0);
    context.fillStyle = colours[0];
    context.fillRect(0, 0, plot.plotWidth, plot.plotHeight);
    const most = strongest(plot.best);
    const newest = plot.best.at(-1);
    const prices = [...newest.bids].reverse().concat(newest.asks).map(level => Number(level[0]));
    const steps = prices.slice(1).map((price, i) => price - prices[i]).filter(step => step > 0).sort((a, b) => a - b);
    const high = Math.max(plot.y(0) - plot.y(steps[steps.length >> 1] ?? 1), 2);
    for (const [i, column] of plot.best.entries()) {
        const next = plot.best[i + 1];
        const end = next && !next.gap && next.time - column.time < 4 * length ? next.time : column.time + length;
        const [left, right] = [plot.x(column.time), plot.x(end)];
        if (column.gap) {
            context.fillStyle = colour('warn', 0.5);
            context.fillRect(left - 1, 0, 2, plot.plotHeight);
        }
        for (const [price, quantity] of [...column.asks, ...column.bids]) {
            context.fillStyle = colours[Math.min(Math.round(Math.sqrt(Number(quantity) / most) * (shades - 1)), shades - 1)];
            context.fillRect(left, plot.y(Number(price)) - high / 2, right - left + 0.5, high);
        }
    }
}
