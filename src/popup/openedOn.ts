import browser from 'webextension-polyfill'

/**
 * The tab on which this popup was opened, which its presses mean wherever the person has gone by the time they arrive. Null
 * where it stands in a tab itself.
 */
export async function openedOn(): Promise<number | null> {
  if (await browser.tabs.getCurrent()) return null
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true })
  return tab?.id ?? null
}
