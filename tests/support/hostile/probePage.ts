/** Runs in a page: what a script of it can find out of the extension with that id. */
export async function probePage(id: string) {
  const origin = `chrome-extension://${id}`
  const loaded: string[] = []
  const tries = (path: string, element: HTMLImageElement | HTMLScriptElement | HTMLLinkElement): Promise<void> =>
    new Promise((resolve) => {
      const done = (event: Event): void => {
        if (event.type === 'load') loaded.push(`${element.tagName} ${path}`)
        element.remove()
        resolve()
      }
      element.addEventListener('load', done)
      element.addEventListener('error', done)
      if (element instanceof HTMLLinkElement) {
        element.rel = 'stylesheet'
        element.href = `${origin}/${path}`
      } else element.src = `${origin}/${path}`
      document.head.append(element)
    })
  for (const path of ['manifest.json', 'content.js', 'icons/icon-48.png', 'src/overlay/index.html', 'src/popup/index.html']) {
    await fetch(`${origin}/${path}`).then(
      () => loaded.push(`fetch ${path}`),
      () => undefined,
    )
    await tries(path, document.createElement('img'))
    await tries(path, document.createElement('script'))
    await tries(path, document.createElement('link'))
  }
  const resources = performance.getEntriesByType('resource').filter(({ name, duration }) => {
    return name.startsWith('chrome-extension:') && !name.startsWith(origin) && duration >= 0
  }).length
  performance.clearResourceTimings()
  return {
    messaging: typeof chrome !== 'undefined' && chrome.runtime?.sendMessage !== undefined,
    loaded,
    frames: window.length,
    elements: document.querySelectorAll('*').length,
    resources,
  }
}
