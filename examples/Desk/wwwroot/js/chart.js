import {
    CandlestickSeries, ColorType, CrosshairMode, HistogramSeries, LineSeries, LineStyle, createChart, createSeriesMarkers,
} from '../lib/lightweight-charts/lightweight-charts.standalone.production.mjs';
import { colour, onColours } from './colours.js';
import { legend } from './chart-legend.js';
import { grouped } from './surface.js';
import { keys } from './chart-keys.js';

// The script keeps this many candles; the server sends at most one chart of them at the start and then what changes.
const kept = 1500;
const bands = [['upper2', 0.45], ['upper1', 0.7], ['lower1', 0.7], ['lower2', 0.45]];

export function create(host, readout, newest) {
    const chart = createChart(host, { autoSize: true, crosshair: { mode: CrosshairMode.Normal }, timeScale: { timeVisible: true, secondsVisible: true, rightOffset: 4, minBarSpacing: 0.5 } });
    const series = {
        gap: chart.addSeries(HistogramSeries, { priceScaleId: 'gap', priceLineVisible: false, lastValueVisible: false }),
        volume: chart.addSeries(HistogramSeries, { priceScaleId: 'volume', priceLineVisible: false, lastValueVisible: false, priceFormat: { type: 'volume' } }),
        candle: chart.addSeries(CandlestickSeries, { priceLineStyle: LineStyle.Dashed }),
        vwap: chart.addSeries(LineSeries, { lineWidth: 2, priceLineVisible: false, lastValueVisible: false, crosshairMarkerVisible: false }),
    };
    for (const [name] of bands)
        series[name] = chart.addSeries(LineSeries, { lineWidth: 1, lineStyle: LineStyle.Dotted, priceLineVisible: false, lastValueVisible: false, crosshairMarkerVisible: false });
    chart.priceScale('gap').applyOptions({ scaleMargins: { top: 0, bottom: 0 } });
    chart.priceScale('volume').applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
    series.candle.priceScale().applyOptions({ scaleMargins: { top: 0.08, bottom: 0.2 } });
    const markers = createSeriesMarkers(series.candle, []);
    const lines = new Map();
    const candles = new Map();
    let fills = [], orders = [], decimals = 2, isFollowing = true;
    const texts = legend(readout, candles, candle => fills.filter(fill => candleOf(fill) == candle.time));

    // A candle is sent as decimal texts: the chart draws them as numbers, the legend shows them as they are.
    function points(candle) {
        const { time } = candle;
        const point = text => text == null ? { time } : { time, value: Number(text) };
        const up = Number(candle.close) >= Number(candle.open);
        return {
            gap: candle.gap ? { time, value: 1, color: colour('warn', 0.18) } : { time },
            volume: candle.close == null ? { time } : { time, value: Number(candle.volume), color: colour(up ? 'bid' : 'ask', 0.35) },
            candle: candle.close == null ? { time } : { time, open: Number(candle.open), high: Number(candle.high), low: Number(candle.low), close: Number(candle.close) },
            vwap: point(candle.vwap),
            upper1: point(candle.upper1), upper2: point(candle.upper2), lower1: point(candle.lower1), lower2: point(candle.lower2),
        };
    }

    function setAll() {
        const all = [...candles.values()].map(points);
        for (const name in series)
            series[name].setData(all.map(point => point[name]));
    }

    function update(changed) {
        const last = candles.size ? [...candles.keys()].at(-1) : -Infinity;
        const isLater = changed.filter(candle => candle.time > last).length > 1;
        for (const candle of changed) {
            candles.set(candle.time, candle);
            const point = points(candle);
            for (const name in series)
                series[name].update(point[name], candle.time < last);
        }

        // The library follows one new candle at a time; a tab that was hidden receives many.
        if (isLater && isFollowing)
            scale.scrollToPosition(4, false);
    }

    function trim() {
        const excess = candles.size - 2 * kept;
        if (excess < 0)
            return;
        for (const time of [...candles.keys()].slice(0, excess + kept))
            candles.delete(time);
        setAll();
    }

    const candleOf = fill => [...candles.keys()].findLast(time => time <= fill.time);

    function mark() {
        markers.setMarkers(fills.filter(fill => candleOf(fill) !== undefined).map(fill => ({
            time: candleOf(fill),
            position: fill.buy ? 'atPriceBottom' : 'atPriceTop',
            price: Number(fill.price),
            shape: fill.buy ? 'arrowUp' : 'arrowDown',
            color: colour(fill.buy ? 'bid' : 'ask'),
        })));
        const wanted = new Map(orders.map(order => [`${order.buy} ${order.price} ${order.quantity}`, order]));
        for (const [key, line] of lines) {
            if (!wanted.has(key)) {
                series.candle.removePriceLine(line);
                lines.delete(key);
            }
        }
        for (const [key, order] of wanted) {
            if (!lines.has(key))
                lines.set(key, series.candle.createPriceLine({
                    price: Number(order.price), lineWidth: 1, lineStyle: LineStyle.Solid, axisLabelVisible: true,
                    color: colour(order.buy ? 'bid' : 'ask'), title: `${order.buy ? 'buy' : 'sell'} ${order.quantity}`,
                }));
        }
    }

    function paint() {
        const grid = { color: colour('hair') };
        const style = getComputedStyle(host);
        chart.applyOptions({
            layout: { background: { type: ColorType.Solid, color: colour('panel') }, textColor: colour('muted'), fontFamily: style.fontFamily, fontSize: parseFloat(style.fontSize) },
            grid: { vertLines: grid, horzLines: grid },
            localization: { priceFormatter: price => grouped(price.toFixed(decimals)) },
            rightPriceScale: { borderColor: colour('line') },
            timeScale: { borderColor: colour('line') },
        });
        const [up, down] = [colour('bid'), colour('ask')];
        series.candle.applyOptions({ upColor: up, downColor: down, wickUpColor: up, wickDownColor: down, borderVisible: false });
        series.vwap.applyOptions({ color: colour('accent') });
        for (const [name, share] of bands)
            series[name].applyOptions({ color: colour('accent', share) });
        for (const line of lines.values())
            series.candle.removePriceLine(line);
        lines.clear();
        setAll();
        mark();
    }

    const endKeys = keys(host, chart, series.candle, candles, texts.show);
    const endColours = onColours(paint);
    const scale = chart.timeScale();
    const panned = () => { newest.hidden = scale.scrollPosition() > -1; };
    const follow = () => { isFollowing = true; scale.scrollToPosition(4, false); };
    const steered = () => { isFollowing = scale.scrollPosition() > -1; };
    for (const type of ['pointerup', 'wheel', 'keyup'])
        host.addEventListener(type, steered);
    const sizes = new ResizeObserver(() => {
        chart.applyOptions({ layout: { fontSize: parseFloat(getComputedStyle(host).fontSize) } });
        if (isFollowing)
            requestAnimationFrame(follow);
    });
    sizes.observe(host);
    newest.addEventListener('click', follow);
    scale.subscribeVisibleLogicalRangeChange(panned);
    chart.subscribeCrosshairMove(event => texts.show(event.time));
    paint();

    return {
        apply(change) {
            if (change.decimals !== decimals) {
                decimals = change.decimals;
                const priceFormat = { type: 'price', precision: decimals, minMove: 10 ** -decimals };
                for (const name of ['candle', 'vwap', ...bands.map(([band]) => band)])
                    series[name].applyOptions({ priceFormat });
            }
            if (change.reset) {
                candles.clear();
                for (const candle of change.candles)
                    candles.set(candle.time, candle);
                setAll();
                scale.applyOptions({ secondsVisible: change.seconds });
                scale.scrollToPosition(4, false);
            } else {
                update(change.candles);
                trim();
            }
            fills = change.fills ?? fills;
            orders = change.orders ?? orders;
            if (change.reset || change.fills || change.orders)
                mark();
            texts.refresh();
        },
        dispose() {
            endKeys();
            endColours();
            sizes.disconnect();
            newest.removeEventListener('click', follow);
            chart.remove();
        },
    };
}
