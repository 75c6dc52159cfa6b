// Focus after a fragment was swapped in. A server that wants focus somewhere says `autofocus`, and htmx honours it;
// when the element that had focus went with the swap and nothing asked for it, focus goes to the swapped region.
// A list that refreshes by itself takes focus from nobody.
let hadFocus = false;

document.addEventListener("htmx:before:swap", (event) => {
  const target = event.detail?.ctx?.target;
  hadFocus = Boolean(target?.contains?.(document.activeElement));
});

document.addEventListener("htmx:after:swap", (event) => {
  const active = document.activeElement;
  if (!hadFocus || (active && active !== document.body)) return;
  const target = event.detail?.ctx?.target;
  const region = target?.id && document.getElementById(target.id);
  if (!region) return;
  if (!region.hasAttribute("tabindex")) region.tabIndex = -1;
  region.focus({ preventScroll: true });
});
