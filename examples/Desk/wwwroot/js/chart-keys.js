// The chart's keys: arrows pan, + and - zoom, End follows the newest candle, Shift with an arrow moves the crosshair, Escape removes it.
export function keys(host, chart, series, candles, crossed) {
    const scale = chart.timeScale();
    let cross = null;

    function zoom(factor) {
        const range = scale.getVisibleLogicalRange();
        if (range)
            scale.setVisibleLogicalRange({ from: range.to - (range.to - range.from) * factor, to: range.to });
    }

    function move(by) {
        const all = [...candles.values()];
        const at = cross == null ? all.length - 1 : Math.min(Math.max(all.findIndex(candle => candle.time == cross) + by, 0), all.length - 1);
        if (!all[at])
            return;
        cross = all[at].time;
        chart.setCrosshairPosition(Number(all[at].close ?? all[at].vwap ?? 0), cross, series);
        crossed(cross);
    }

    function clear() {
        cross = null;
        chart.clearCrosshairPosition();
        crossed(undefined);
    }

    const actions = {
        'ArrowLeft': () => scale.scrollToPosition(scale.scrollPosition() - 10, false),
        'ArrowRight': () => scale.scrollToPosition(Math.min(scale.scrollPosition() + 10, 4), false),
        'Shift+ArrowLeft': () => move(-1),
        'Shift+ArrowRight': () => move(1),
        '+': () => zoom(0.8),
        'Shift++': () => zoom(0.8),
        '-': () => zoom(1.25),
        'End': () => scale.scrollToPosition(4, false),
        'Escape': clear,
    };
    const press = event => {
        const action = actions[`${event.shiftKey ? 'Shift+' : ''}${event.key}`];
        if (!action || event.ctrlKey || event.altKey || event.metaKey)
            return;
        event.preventDefault();
        action();
    };
    host.addEventListener('keydown', press);
    host.addEventListener('blur', clear);
    return () => { host.removeEventListener('keydown', press); host.removeEventListener('blur', clear); };
}
