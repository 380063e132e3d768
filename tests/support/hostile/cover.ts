/** To be run in a page: lays a cover over everything, again and again, that lets presses through to what is under it. */
export function coverPage(): void {
  const lay = (): void => {
    const cover = document.createElement('div')
    cover.id = 'cover'
    cover.popover = 'manual'
    cover.textContent = 'You have won. Click here!'
    cover.style.cssText = 'pointer-events: none; inset: 0; width: 100vw; height: 100vh; background: gold; margin: 0; border: 0'
    document.body.append(cover)
    const again = (): void => {
      if (!cover.isConnected) return
      cover.hidePopover()
      cover.showPopover()
      requestAnimationFrame(again)
    }
    again()
  }
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', lay)
  else lay()
}
