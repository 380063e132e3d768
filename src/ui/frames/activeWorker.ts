/** `ready` never resolves where the page has no service worker, and answers at once where it has one. */
const READY_TIMEOUT_MS = 1_000

/** The service worker, which hands ports on to the offscreen document. Rejects where this page has none (a cross-origin isolated one). */
export async function activeWorker(): Promise<ServiceWorker> {
  const container: ServiceWorkerContainer | undefined = navigator.serviceWorker
  const registration = await Promise.race([
    container?.ready ?? null,
    new Promise<null>((resolve) => setTimeout(() => resolve(null), READY_TIMEOUT_MS)),
  ])
  if (registration?.active == null) throw new Error('no service worker')
  return registration.active
}
