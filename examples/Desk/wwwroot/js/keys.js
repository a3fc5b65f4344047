// Keys of the whole page. A single key presses the control that has it in aria-keyshortcuts, unless a text is being typed or the keys are
// switched off; in a list with data-walk, Up and Down go from one control to the next; [data-opens] opens a dialog.
const place = 'desk-keys';

function isOff() {
    try {
        return localStorage.getItem(place) == 'off';
    } catch {
        return false;
    }
}

function isTyping(target) {
    return target.closest('input:not([type=radio], [type=checkbox], [type=range]), select, textarea') || document.querySelector('dialog[open]:not(#components-reconnect-modal)');
}

function walk(event) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key], list = event.target.closest('[data-walk]');
    if (!by || !list)
        return;
    event.preventDefault();
    const stops = [...list.querySelectorAll(list.dataset.walk)];
    const now = stops.indexOf(document.activeElement);
    stops[now < 0 ? (by > 0 ? 0 : stops.length - 1) : Math.min(Math.max(now + by, 0), stops.length - 1)]?.focus();
}

export function create() {
    const choice = document.getElementById('single-keys');
    choice.checked = !isOff();
    choice.addEventListener('change', () => {
        try {
            localStorage.setItem(place, choice.checked ? 'on' : 'off');
        } catch {
            // A browser may refuse to store; the choice then lasts until the page is closed.
        }
    });
    document.addEventListener('keydown', event => {
        walk(event);
        if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.key.length != 1 || !choice.checked || isTyping(event.target))
            return;
        const control = document.querySelector(`[aria-keyshortcuts="${CSS.escape(event.key.toLowerCase())}"]:not(:disabled)`);
        if (control) {
            event.preventDefault();
            control.focus();
            control.click();
        }
    });
    document.addEventListener('click', event => {
        const opener = event.target.closest('[data-opens]');
        if (opener)
            document.getElementById(opener.dataset.opens).showModal();
    });
}
