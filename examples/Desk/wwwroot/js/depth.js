import { colour } from './colours.js';
import { grouped, surface, ticks } from './surface.js';

// The cumulated book: the levels that differ in this picture, as "price total notional;…", best first. They are drawn as numbers and shown as they are.
export function create(host, readout) {
    let book = null, pointer = null;
    const drawn = surface(host, draw);
    const numbers = ([price, total]) => [Number(price), Number(total)];
    const levels = text => text ? text.split(';').map(level => level.split(' ')) : [];
    const axis = size => size * 5;

    function frame(width, height, size) {
        const all = [...book.bids, ...book.asks].map(numbers);
        const mid = Number(book.mid);
        const reach = Math.max(...all.map(([price]) => Math.abs(price - mid))) * book.margin;
        const most = Math.max(...all.map(([, total]) => total)) * 1.08;
        const plotWidth = width - axis(size), plotHeight = height - size * 1.8;
        return {
            mid, most, reach, plotWidth, plotHeight,
            x: price => (price - mid + reach) / (2 * reach) * plotWidth,
            y: total => plotHeight - total / most * plotHeight,
            price: x => mid - reach + x / plotWidth * 2 * reach,
        };
    }

    function side(context, frame, levels, name, edge) {
        context.beginPath();
        let height = frame.plotHeight;
        context.moveTo(frame.x(Number(levels[0][0])), height);
        for (const [price, total] of levels.map(numbers)) {
            context.lineTo(frame.x(price), height);
            context.lineTo(frame.x(price), height = frame.y(total));
        }
        context.lineTo(edge, height);
        context.strokeStyle = colour(name);
        context.lineWidth = 1.5;
        context.stroke();
        context.lineTo(edge, frame.plotHeight);
        context.fillStyle = colour(name, 0.14);
        context.fill();
    }

    function draw(context, width, height, size) {
        if (!book)
            return;
        const plot = frame(width, height, size);
        context.lineWidth = 1;
        context.textBaseline = 'middle';
        context.textAlign = 'left';
        for (const total of ticks(0, plot.most, plot.plotHeight / (size * 2.5)).slice(1)) {
            context.fillStyle = colour('hair');
            context.fillRect(0, Math.round(plot.y(total)), plot.plotWidth, 1);
            context.fillStyle = colour('muted');
            if (plot.y(total) > size / 2)
                context.fillText(grouped(Number(total.toPrecision(6))), plot.plotWidth + 6, plot.y(total));
        }
        context.textAlign = 'center';
        const step = context.measureText(grouped(plot.mid.toFixed(book.decimals))).width + 24;
        for (const price of ticks(plot.mid - plot.reach, plot.mid + plot.reach, plot.plotWidth / step))
            if (plot.x(price) > step / 2 && plot.x(price) < plot.plotWidth - step / 2)
                context.fillText(grouped(price.toFixed(book.decimals)), plot.x(price), height - size * 0.7);
        side(context, plot, book.bids, 'bid', 0);
        side(context, plot, book.asks, 'ask', plot.plotWidth);
        context.fillStyle = colour('muted');
        context.fillRect(Math.round(plot.x(plot.mid)), 0, 1, plot.plotHeight);
        if (pointer)
            cursor(context, plot);
    }

    function cursor(context, plot) {
        const [price, total] = numbers(pointer.level);
        context.fillStyle = colour('text');
        context.fillRect(Math.round(plot.x(price)), 0, 1, plot.plotHeight);
        context.beginPath();
        context.arc(plot.x(price), plot.y(total), 4, 0, 7);
        context.fill();
    }

    // The last level that a market order reaches before the price of the pointer.
    function at(price) {
        const mid = Number(book.mid);
        const [levels, name] = price < mid ? [book.bids, 'bids'] : [book.asks, 'asks'];
        const reached = levels.filter(level => Math.abs(Number(level[0]) - mid) <= Math.abs(price - mid));
        return { level: reached.at(-1) ?? levels[0], name, index: Math.max(reached.length - 1, 0) };
    }

    function show(next) {
        pointer = next;
        readout.replaceChildren(...!pointer ? [] : [
            ['price', pointer.level[0]], ['total', pointer.level[1]], ['notional', pointer.level[2]],
        ].map(([name, value]) => {
            const part = document.createElement('span');
            part.className = name;
            part.append(`${name} `, Object.assign(document.createElement('b'), { className: 'number', textContent: grouped(value) }));
            return part;
        }));
        drawn.redraw();
    }

    let hover = null;
    const move = event => {
        if (!book)
            return;
        hover = event.offsetX;
        const size = parseFloat(getComputedStyle(host).fontSize);
        show(at(frame(host.clientWidth, host.clientHeight, size).price(hover)));
    };
    const leave = () => { hover = null; show(null); };
    const press = event => {
        const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (event.key == 'Escape')
            show(null);
        if (!by || !book)
            return;
        event.preventDefault();
        const all = [...book.bids.map((level, index) => ({ level, name: 'bids', index })).reverse(), ...book.asks.map((level, index) => ({ level, name: 'asks', index }))];
        const now = pointer ? all.findIndex(one => one.name == pointer.name && one.index == pointer.index) : book.bids.length - (by > 0 ? 1 : 0);
        show(all[Math.min(Math.max(now + by, 0), all.length - 1)]);
    };
    host.addEventListener('pointermove', move);
    host.addEventListener('pointerleave', leave);
    host.addEventListener('keydown', press);
    host.addEventListener('blur', leave);

    return {
        apply(next) {
            book = next.bids && next.asks ? { ...next, bids: levels(next.bids), asks: levels(next.asks) } : null;
            if (!book || !pointer)
                show(null);
            else
                show(book[pointer.name][pointer.index] ? { ...pointer, level: book[pointer.name][pointer.index] } : null);
            return Math.max(Math.round((host.clientWidth - axis(parseFloat(getComputedStyle(host).fontSize))) * devicePixelRatio), 0);
        },
        dispose: () => drawn.dispose(),
    };
}
