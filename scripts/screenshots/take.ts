import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { everyState } from './everyState.ts'
import { realPages } from './pages.ts'
import { realCall } from './realCall.ts'
import { realPopup } from './realPopup.ts'
import { shootInto } from './shoot.ts'

/** What the README shows, and under what name. */
const IN_README: readonly (readonly [picture: string, name: string])[] = [
  ['real/popup-idle-light.png', 'popup-idle-light.png'],
  ['real/popup-incoming-light.png', 'popup-incoming-light.png'],
  ['real/popup-call-dark.png', 'popup-call-dark.png'],
  ['overlay/film-dark.png', 'overlay-dark-film-dark.png'],
]

/**
 * Takes a picture of every view in every state, light and dark, into `folder`, and copies the few that the README shows
 * into `readme`.
 */
export async function takeScreenshots(folder: string, readme: string): Promise<void> {
  const shoot = shootInto(folder)
  await everyState(shoot)
  await realPages(shoot)
  await realPopup(shoot)
  await realCall(shoot)
  mkdirSync(readme, { recursive: true })
  for (const [picture, name] of IN_README) copyFileSync(join(folder, picture), join(readme, name))
}
