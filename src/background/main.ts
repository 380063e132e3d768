import browser from 'webextension-polyfill'
import { t } from '../i18n/t'
import { OFFSCREEN_PATH, sendCallCommand, sendHostCommand, serveBackground } from '../messaging/bus'
import { lifelineEnd } from '../messaging/lifeline'
import { parseDialTarget } from '../protocol/invitation'
import { startBackground } from './background'
import { chromeApi } from './chromeApi'
import { systemClock } from './clock'
import { contentMessages } from './contentMessages'
import { guardStorage } from './guardStorage'
import { onClientMessage, ownClients } from './workerScope'

guardStorage().catch((error: unknown) => console.warn('tabcall:', error))
startBackground({
  api: chromeApi,
  send: { host: sendHostCommand, call: sendCallCommand },
  content: contentMessages,
  offscreenPath: OFFSCREEN_PATH,
  documentEnded: () => lifelineEnd(navigator.locks),
  t,
  clock: systemClock,
  makeId: () => crypto.randomUUID(),
  onError: (error) => console.warn('tabcall:', error),
  serve: serveBackground,
  onClientMessage,
  clients: ownClients,
  ownOrigin: self.location.origin,
  isDialTarget: (text) => parseDialTarget(text).ok,
  openPopup: () => browser.action.openPopup(),
})
