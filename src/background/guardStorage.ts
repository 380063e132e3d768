/**
 * Keeps settings, people and calls from content scripts: without this they may read and write `storage.local`, and one
 * whose renderer was taken over by a page would. To be called at every start of the service worker.
 */
export async function guardStorage(): Promise<void> {
  await chrome.storage.local.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' })
}
