/** What uses arrow keys and drags itself. */
const SLIDERS = 'input, select, textarea'
const CONTROLS = `button, a, label, ${SLIDERS}, .panel`

/** Whether an event is for a control in the overlay, not for the overlay itself. */
export function isForControl(event: Event): boolean {
  if (!(event.target instanceof Element)) return false
  return event.target.closest(event instanceof KeyboardEvent ? SLIDERS : CONTROLS) !== null
}
