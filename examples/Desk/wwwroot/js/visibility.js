// Tells the server whether the tab can be seen. A hidden tab needs no pictures; when it is seen again, the server sends one of the current state.
export function create(server) {
    const tell = () => server.invokeMethodAsync('SetShown', !document.hidden).catch(() => { /* The connection is lost; the page says so. */ });
    document.addEventListener('visibilitychange', tell);
    if (document.hidden)
        tell();
}
