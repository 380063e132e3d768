import { button } from '../../tests/support/acts.ts'
import { launchTabcall } from '../../tests/support/browser.ts'
import { startTabcallServer } from '../../tests/support/servers.ts'
import type { Shoot } from './shoot.ts'

const PAGE = { size: { width: 1280, height: 800 }, fullPage: true }

/** Onboarding as it goes, with the devices allowed and refused. */
export async function realPages(shoot: Shoot): Promise<void> {
  const server = await startTabcallServer()
  try {
    await onboarding(server.url, true, shoot)
    await onboarding(server.url, false, shoot)
  } finally {
    await server.stop()
  }
}

async function onboarding(server: string, allowed: boolean, shoot: Shoot): Promise<void> {
  const person = await launchTabcall({ grant: [], server })
  try {
    const page = await person.page('src/onboarding/index.html')
    const allow = button(page, 'Allow microphone and camera')
    await allow.waitFor()
    if (allowed) await shoot(page, 'onboarding/new', PAGE)
    for (const name of ['camera', 'microphone'] as const) await person.permission(name, allowed ? 'granted' : 'denied')
    await allow.click()
    if (allowed) await page.getByLabel('Your camera').waitFor()
    else await page.getByRole('alert').first().waitFor()
    await shoot(page, allowed ? 'onboarding/allowed' : 'onboarding/refused', PAGE)
    if (!allowed) return
    await button(page, 'Done').click()
    await shoot(page, 'onboarding/done', PAGE)
  } finally {
    await person.close()
  }
}
