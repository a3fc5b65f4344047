// The sizes of the panels. A separator sets the share of the panel before it (or after it: data-of="next") of the room that both are in;
// the shares are remembered in this browser.
const place = 'desk-layout';
const [least, most] = [8, 80];

function remembered() {
    try {
        return JSON.parse(localStorage.getItem(place)) ?? {};
    } catch {
        return {};
    }
}

export function create() {
    const sizes = Object.fromEntries(Object.entries(remembered()).filter(([name, share]) => /^[a-z]+$/.test(name) && share >= least && share <= most));
    const root = document.documentElement;
    for (const [name, share] of Object.entries(sizes))
        root.style.setProperty(`--${name}`, `${share}%`);

    const isUpright = bar => bar.getAttribute('aria-orientation') == 'vertical';
    const panel = bar => bar.dataset.of == 'next' ? bar.nextElementSibling : bar.previousElementSibling;
    const extent = (bar, element) => isUpright(bar) ? element.getBoundingClientRect().width : element.getBoundingClientRect().height;
    // A percentage of a grid's track is one of the room inside of its padding.
    const room = bar => {
        const style = getComputedStyle(bar.parentElement);
        const padding = isUpright(bar) ? [style.paddingLeft, style.paddingRight] : [style.paddingTop, style.paddingBottom];
        return extent(bar, bar.parentElement) - padding.reduce((sum, one) => sum + parseFloat(one), 0);
    };
    const share = bar => 100 * extent(bar, panel(bar)) / room(bar);
    const direction = bar => bar.dataset.of == 'next' ? -1 : 1;
    // A separator that is not shown has no value to tell.
    const tell = bar => Number.isFinite(share(bar)) && bar.setAttribute('aria-valuenow', Math.min(Math.max(Math.round(share(bar)), least), most));

    function save() {
        try {
            localStorage.setItem(place, JSON.stringify(sizes));
        } catch {
            // A browser may refuse to store; the sizes then last until the page is closed.
        }
    }

    function set(bar, value) {
        const name = bar.dataset.size;
        sizes[name] = Math.round(Math.min(Math.max(value, least), most) * 100) / 100;
        root.style.setProperty(`--${name}`, `${sizes[name]}%`);
        tell(bar);
        save();
    }

    function reset(bar) {
        delete sizes[bar.dataset.size];
        root.style.removeProperty(`--${bar.dataset.size}`);
        tell(bar);
        save();
    }

    const separator = event => event.target.closest('[role=separator]');

    function drag(event) {
        const bar = separator(event);
        if (!bar)
            return;
        bar.setPointerCapture(event.pointerId);
        const at = moved => isUpright(bar) ? moved.clientX : moved.clientY;
        const start = at(event), before = share(bar), whole = room(bar);
        const move = moved => set(bar, before + direction(bar) * 100 * (at(moved) - start) / whole);
        bar.addEventListener('pointermove', move);
        bar.addEventListener('lostpointercapture', () => bar.removeEventListener('pointermove', move), { once: true });
    }

    function press(event) {
        const bar = separator(event);
        if (!bar)
            return;
        const [back, forth] = isUpright(bar) ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
        const by = { [back]: -2, [forth]: 2 }[event.key];
        if (by)
            set(bar, share(bar) + direction(bar) * by);
        else if (event.key == 'Home' || event.key == 'End')
            set(bar, (event.key == 'Home') == (direction(bar) > 0) ? least : most);
        else if (event.key == 'Enter')
            reset(bar);
        else
            return;
        event.preventDefault();
    }

    document.addEventListener('pointerdown', drag);
    document.addEventListener('keydown', press);
    document.addEventListener('dblclick', event => separator(event) && reset(separator(event)));
    document.addEventListener('focusin', event => separator(event) && tell(separator(event)));
    document.querySelectorAll('[role=separator]').forEach(tell);
}
