// Focus after a fragment was swapped in. A server that wants focus somewhere says `autofocus`, and htmx honours it;
// when the element that had focus is gone and nothing asked for it, focus goes to the swapped region.
document.addEventListener("htmx:after:swap", (event) => {
  const active = document.activeElement;
  if (active && active !== document.body) return;
  const target = event.detail?.ctx?.target;
  const region = target?.id && document.getElementById(target.id);
  if (!region) return;
  if (!region.hasAttribute("tabindex")) region.tabIndex = -1;
  region.focus({ preventScroll: true });
});
