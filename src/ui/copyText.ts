/**
 * Puts a text on the clipboard, on a press. In the overlay's frame and in a window that floats the newer way is barred: by
 * the page's policy, and because another document has the focus. There it is done the way that a press alone allows.
 * @param document of the button that was pressed
 */
export async function copyText(text: string, document: Document): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copySelected(text, document)
  }
}

function copySelected(text: string, document: Document): boolean {
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'visually-hidden'
  document.body.append(field)
  field.select()
  const copied = document.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return copied
}
