import { grouped } from './surface.js';

const parts = [['open', 'O'], ['high', 'H'], ['low', 'L'], ['close', 'C'], ['volume', 'V'], ['vwap', 'VWAP']];

// The numbers of the candle under the crosshair; without a crosshair, of the newest candle that has trades.
// With a crosshair also the candle's last own fills.
export function legend(readout, candles, fillsOf) {
    let chosen;
    const time = document.createElement('time');
    const values = parts.map(([name, word]) => {
        const part = document.createElement('span'), value = document.createElement('b');
        value.className = `number ${name}`;
        part.append(`${word} `, value);
        return [name, value, part];
    });
    const own = Object.assign(document.createElement('span'), { className: 'fills' });
    readout.replaceChildren(time, ...values.map(([, , part]) => part), own);

    function refresh() {
        const candle = candles.get(chosen) ?? [...candles.values()].findLast(one => one.close != null);
        time.textContent = candle ? new Date(candle.time * 1000).toISOString().slice(11, 19) : '';
        readout.className = `ohlc ${candle?.close == null ? '' : Number(candle.close) >= Number(candle.open) ? 'up' : 'down'}`;
        for (const [name, value] of values)
            value.textContent = candle?.[name] == null ? '–' : grouped(candle[name]);
        const fills = candle && chosen !== undefined ? fillsOf(candle) : [];
        own.textContent = fills.length ? `own ${fills.slice(-3).map(fill => `${fill.buy ? '+' : '−'}${fill.quantity} @ ${grouped(fill.price)}`).join(', ')}` : '';
    }

    return {
        refresh,
        show(start) {
            chosen = start;
            refresh();
        },
    };
}
