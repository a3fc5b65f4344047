// Three drawings of the same candles in the same room: the desk's charting library, a canvas and SVG elements. Each has set(all) and update(last, all);
// all of them show every candle, with the same colours and without axes, so that only the drawing of candles is compared.
const [width, height, up, down] = [1000, 400, '#08704b', '#bb2335'];

function scale(all) {
    const low = Math.min(...all.map(candle => candle.low)), high = Math.max(...all.map(candle => candle.high));
    return { step: width / all.length, y: price => (high - price) / (high - low || 1) * height };
}

function canvas(host) {
    const picture = Object.assign(document.createElement('canvas'), { width, height });
    host.append(picture);
    const context = picture.getContext('2d');
    const draw = all => {
        const { step, y } = scale(all);
        context.clearRect(0, 0, width, height);
        all.forEach((candle, i) => {
            context.fillStyle = candle.close >= candle.open ? up : down;
            context.fillRect((i + 0.5) * step - 0.5, y(candle.high), 1, Math.max(y(candle.low) - y(candle.high), 1));
            context.fillRect((i + 0.15) * step, y(Math.max(candle.open, candle.close)), step * 0.7, Math.max(Math.abs(y(candle.open) - y(candle.close)), 1));
        });
    };
    return { set: draw, update: (last, all) => draw(all), dispose: () => picture.remove() };
}

// Only the last candle's elements change, unless it moves the scale.
function svg(host) {
    const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    picture.setAttribute('viewBox', `0 0 ${width} ${height}`);
    picture.style.cssText = `width: ${width}px; height: ${height}px`;
    host.append(picture);
    const rows = [];
    let shown = '';
    const place = (row, candle, i, { step, y }) => {
        const ink = candle.close >= candle.open ? up : down;
        const set = (element, x, top, w, h) => {
            for (const [name, value] of Object.entries({ x, y: top, width: w, height: h, fill: ink }))
                element.setAttribute(name, typeof value == 'number' ? value.toFixed(2) : value);
        };
        set(row[0], (i + 0.5) * step - 0.5, y(candle.high), 1, Math.max(y(candle.low) - y(candle.high), 1));
        set(row[1], (i + 0.15) * step, y(Math.max(candle.open, candle.close)), step * 0.7, Math.max(Math.abs(y(candle.open) - y(candle.close)), 1));
    };
    const draw = all => {
        while (rows.length < all.length) {
            const row = [0, 1].map(() => document.createElementNS('http://www.w3.org/2000/svg', 'rect'));
            picture.append(...row);
            rows.push(row);
        }
        const plot = scale(all), next = [all.length, plot.y(0), plot.y(1)].join();
        if (next == shown)
            return place(rows.at(-1), all.at(-1), all.length - 1, plot);
        shown = next;
        all.forEach((candle, i) => place(rows[i], candle, i, plot));
    };
    return { set: draw, update: (last, all) => draw(all), dispose: () => picture.remove() };
}

function library(host, { createChart, CandlestickSeries }) {
    const chart = createChart(host, {
        width, height, rightPriceScale: { visible: false }, layout: { attributionLogo: false }, grid: { vertLines: { visible: false }, horzLines: { visible: false } },
        timeScale: { visible: false, minBarSpacing: 0.05, rightOffset: 0 },
    });
    const series = chart.addSeries(CandlestickSeries, { upColor: up, downColor: down, wickUpColor: up, wickDownColor: down, borderVisible: false, priceLineVisible: false, lastValueVisible: false });
    return {
        set(all) {
            series.setData(all);
            chart.timeScale().fitContent();
        },
        update: last => series.update(last),
        dispose: () => chart.remove(),
    };
}

// A random walk, the same for each drawing: candles, then changes of the last one.
function random(seed) {
    let state = seed;
    return () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
}

function candles(count) {
    const next = random(7);
    let price = 61800;
    return Array.from({ length: count }, (_, i) => {
        const open = price, moves = [1, 2, 3].map(() => price += next() * 10 - 5);
        return { time: 1723075800 + i, open, high: Math.max(open, ...moves), low: Math.min(open, ...moves), close: price };
    });
}

// Draws, then changes the last candle in each frame of the browser. The caller reads what that cost.
window.drawing = {
    async open(name, count) {
        document.body.replaceChildren();
        const host = document.createElement('div');
        host.style.cssText = `width: ${width}px; height: ${height}px`;
        document.body.append(host);
        const all = candles(count);
        const made = { canvas, svg, library }[name](host, name == 'library' ? await import('/lib/lightweight-charts/lightweight-charts.standalone.production.mjs') : null);
        made.set(all);
        this.now = { made, all, next: random(11) };
        await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
        return true;
    },
    async update(times) {
        const { made, all, next } = this.now;
        let scripts = 0;
        for (let i = 0; i < times; i++) {
            const last = all.at(-1), close = last.close + next() * 2 - 1;
            all[all.length - 1] = { ...last, close, high: Math.max(last.high, close), low: Math.min(last.low, close) };
            const start = performance.now();
            made.update(all.at(-1), all);
            scripts += performance.now() - start;
            await new Promise(requestAnimationFrame);
        }
        return scripts;
    },
    close() {
        this.now?.made.dispose();
        this.now = null;
        document.body.replaceChildren();
        return true;
    },
};
