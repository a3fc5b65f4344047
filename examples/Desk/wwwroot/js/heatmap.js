import { colour } from './colours.js';
import { grouped, surface, ticks } from './surface.js';
import { cells, palette } from './heatmap-cells.js';

const maxDots = 3000;

// The depth over time: a column is { time, gap, asks, bids } with levels [price, quantity] as decimal texts, best first; a dot is a trade.
export function create(host, readout) {
    let columns = [], dots = [], settings = { capacity: 240, length: 500, decimals: 2 }, pointer = null;
    const picture = document.createElement('canvas');
    let shown = '';
    const drawn = surface(host, draw);

    function frame(width, height, size) {
        const best = columns.filter(column => column.bids.length && column.asks.length);
        if (!best.length)
            return null;
        const newest = best.at(-1);
        const reach = Math.max(Number(newest.asks[Math.min(14, newest.asks.length - 1)][0]) - Number(newest.asks[0][0]), Number(newest.bids[0][0]) - Number(newest.bids[Math.min(14, newest.bids.length - 1)][0]));
        const low = Math.min(...best.map(column => Number(column.bids[0][0]))) - reach, high = Math.max(...best.map(column => Number(column.asks[0][0]))) + reach;
        const end = newest.time + settings.length, start = end - settings.capacity * settings.length;
        const plotWidth = width - size * 5.5, plotHeight = height - size * 1.8;
        return {
            low, high, start, end, plotWidth, plotHeight, best,
            x: time => (time - start) / (end - start) * plotWidth,
            y: price => (high - price) / (high - low || 1) * plotHeight,
            time: x => start + x / plotWidth * (end - start),
            price: y => high - y / plotHeight * (high - low),
        };
    }

    function draw(context, width, height, size) {
        const plot = frame(width, height, size);
        if (!plot)
            return;
        const state = [width, height, plot.low, plot.high, plot.end, devicePixelRatio, colour('heat2')].join();
        if (state != shown) {
            shown = state;
            cells(picture, plot, settings.length, devicePixelRatio, palette());
        }
        context.drawImage(picture, 0, 0, plot.plotWidth, plot.plotHeight);
        axes(context, plot, height, size);
        for (const [name, side] of [['ask', 'asks'], ['bid', 'bids']])
            line(context, plot, colour(name), column => Number(column[side][0][0]));
        const most = Math.sqrt(Math.max(...dots.map(dot => Number(dot.quantity))));
        for (const dot of dots) {
            if (dot.time < plot.start)
                continue;
            context.fillStyle = colour(dot.buy ? 'bid' : 'ask', 0.7);
            context.beginPath();
            context.arc(Math.min(plot.x(dot.time), plot.plotWidth), plot.y(Number(dot.price)), 1 + Math.sqrt(Number(dot.quantity)) / most * size * 0.35, 0, 7);
            context.fill();
        }
        if (pointer) {
            context.strokeStyle = colour('text');
            context.strokeRect(plot.x(pointer.column.time), plot.y(Number(pointer.level[0])) - 4, Math.max(plot.x(pointer.column.time + settings.length) - plot.x(pointer.column.time), 3), 8);
        }
    }

    function axes(context, plot, height, size) {
        context.fillStyle = colour('muted');
        context.textBaseline = 'middle';
        context.textAlign = 'left';
        for (const price of ticks(plot.low, plot.high, plot.plotHeight / (size * 2.5)))
            if (plot.y(price) > size / 2)
                context.fillText(grouped(price.toFixed(settings.decimals)), plot.plotWidth + 6, plot.y(price));
        context.textAlign = 'center';
        const step = [5, 10, 15, 30, 60].find(seconds => plot.plotWidth / ((plot.end - plot.start) / 1000 / seconds) > size * 6) ?? 120;
        for (let time = Math.ceil(plot.start / step / 1000) * step * 1000; time < plot.end; time += step * 1000)
            if (plot.x(time) > size * 2.5 && plot.x(time) < plot.plotWidth - size * 2)
                context.fillText(new Date(time).toISOString().slice(11, 19), plot.x(time), height - size * 0.7);
    }

    function line(context, plot, ink, price) {
        context.beginPath();
        let before = null;
        for (const column of plot.best) {
            const [x, y] = [plot.x(column.time), plot.y(price(column))];
            if (before === null || column.gap || column.time - before > 4 * settings.length)
                context.moveTo(x, y);
            else
                context.lineTo(x, y);
            context.lineTo(plot.x(column.time + settings.length), y);
            before = column.time;
        }
        context.strokeStyle = ink;
        context.lineWidth = 1;
        context.stroke();
    }

    function show(next) {
        pointer = next;
        readout.textContent = pointer
            ? `${new Date(pointer.column.time).toISOString().slice(11, 19)} · ${grouped(pointer.level[0])} · ${pointer.side == 'asks' ? 'ask' : 'bid'} ${grouped(pointer.level[1])}`
            : '';
        drawn.redraw();
    }

    const move = event => {
        const plot = frame(host.clientWidth, host.clientHeight, parseFloat(getComputedStyle(host).fontSize));
        const time = plot?.time(event.offsetX), price = plot?.price(event.offsetY);
        const column = columns.findLast(one => one.time <= time);
        show(column ? nearest(column, price) : null);
    };

    function nearest(column, price) {
        const all = ['asks', 'bids'].flatMap(side => column[side].map(level => ({ column, side, level })));
        return all.reduce((best, one) => !best || Math.abs(Number(one.level[0]) - price) < Math.abs(Number(best.level[0]) - price) ? one : best, null);
    }

    const press = event => {
        const [across, up] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [0, 0];
        if (event.key == 'Escape')
            show(null);
        if ((!across && !up) || !columns.length)
            return;
        event.preventDefault();
        const column = columns[Math.min(Math.max((pointer ? columns.indexOf(pointer.column) : columns.length - 1) + across, 0), columns.length - 1)];
        const now = nearest(column, pointer ? Number(pointer.level[0]) : Number(column.bids[0]?.[0]));
        const levels = [...column.bids.map(level => ({ column, side: 'bids', level })).reverse(), ...column.asks.map(level => ({ column, side: 'asks', level }))];
        show(now && levels[Math.min(Math.max(levels.findIndex(one => one.level == now.level) + up, 0), levels.length - 1)]);
    };
    const leave = () => show(null);
    host.addEventListener('pointermove', move);
    host.addEventListener('pointerleave', leave);
    host.addEventListener('keydown', press);
    host.addEventListener('blur', leave);

    return {
        apply(change) {
            settings = change;
            columns = [...columns, ...change.columns].slice(-change.capacity);
            dots = [...dots, ...change.dots].slice(-maxDots);
            if (pointer && !columns.includes(pointer.column))
                show(null);
            drawn.redraw();
        },
        dispose: () => drawn.dispose(),
    };
}
