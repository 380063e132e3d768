import { LOOKS } from '../../tests/ui/support/gallery/views.ts'
import { openGallery } from '../../tests/ui/support/openGallery.ts'
import type { Shoot } from './shoot.ts'

/** Popup, overlay, call window, viewer and pages in every state that they can be in, made up rather than lived through. */
export async function everyState(shoot: Shoot): Promise<void> {
  const gallery = await openGallery()
  try {
    for (const { view, state } of LOOKS) {
      await gallery.show(view, state)
      await shoot(gallery.page, `${view}/${state}`, { fullPage: view === 'onboarding' || view === 'options' })
    }
  } finally {
    await gallery.close()
  }
}
