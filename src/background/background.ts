import type { BackgroundHandlers } from '../messaging/bus'
import { isMenuId, type MenuId } from './contextMenu'
import { type OfferEvent, type RelayClient, relayFramePort } from './framePortRelay'
import { isTab } from './lookedAt'
import { makeMessageHandlers } from './messageHandlers'
import { notificationSubject } from './notifications'
import { makeServices, type ServicePorts } from './services'
import { runShortcut } from './shortcuts'

/** Every 30 s, the shortest the browser allows: makes a closed document again, and notices that the machine slept. */
const TICK_ALARM = 'tabcall:tick'
const TICK_MINUTES = 0.5

/** A tick this late means sleep: the line to the signaling server is then dead without knowing it. */
const SLEPT_MS = 45_000

export interface BackgroundPorts extends ServicePorts {
  readonly serve: (handlers: BackgroundHandlers) => void
  readonly onClientMessage: (listener: (event: OfferEvent) => void) => void
  readonly clients: () => Promise<readonly RelayClient[]>
  readonly ownOrigin: string
  /** Whether selected text can be called. */
  readonly isDialTarget: (text: string) => boolean
  readonly openPopup: () => Promise<void>
}

/**
 * The service worker: owns the browser, routes and caches, and may die at any moment. Every listener is registered
 * before this returns, as MV3 asks of an event that wakes it.
 */
export function startBackground(ports: BackgroundPorts): void {
  const { api, onError } = ports
  const services = makeServices(ports)
  const { offscreen, link, overlays, share, notifications, pages, actions } = services
  const run = (task: Promise<void>): void => {
    task.catch(onError)
  }

  ports.serve(makeMessageHandlers(services, api.runtime))
  ports.onClientMessage((event) =>
    run(
      relayFramePort(event, {
        ownOrigin: ports.ownOrigin,
        ensureOffscreen: offscreen.ensure,
        clients: ports.clients,
        isOffscreen: offscreen.isUrl,
      }),
    ),
  )

  api.runtime.onStartup.addListener(() => run(offscreen.ensure()))
  api.runtime.onInstalled.addListener(({ reason }) => {
    // Later workers find the menu as it was left, and change it only with the call's true state.
    services.menu.show(services.menuItems())
    if (reason === 'install') run(pages.open('onboarding'))
  })
  api.alarms.onAlarm.addListener(({ name }) => {
    if (name === TICK_ALARM) run(tick())
  })

  api.commands.onCommand.addListener((name, tab) => run(shortcut(name, tab)))
  api.menus.onClicked.addListener((info, tab) => {
    if (isMenuId(info.menuItemId)) run(menu(info.menuItemId, info.selectionText ?? '', tab))
  })
  api.notifications.onButtonClicked.addListener((id, button) => run(notificationButton(id, button)))
  api.notifications.onClicked.addListener((id) => run(notificationClicked(id)))

  api.tabs.onActivated.addListener(() => overlays.refresh())
  api.tabs.onUpdated.addListener((tabId, { status, discarded }) => {
    if (discarded === true) run(share.tabRemoved(tabId))
    if (status === 'loading') run(overlays.tabNavigating(tabId))
    if (status === 'complete') overlays.refresh()
  })
  api.tabs.onRemoved.addListener((tabId) => {
    run(share.tabRemoved(tabId))
    run(overlays.tabGone(tabId))
  })
  api.tabs.onReplaced.addListener((_, removed) => {
    run(share.tabRemoved(removed))
    run(overlays.tabGone(removed))
  })
  api.windows.onFocusChanged.addListener(() => overlays.refresh())
  api.windows.onRemoved.addListener((windowId) => run(overlays.windowClosed(windowId)))
  api.permissions.onAdded.addListener(() => overlays.refresh())
  api.permissions.onRemoved.addListener(() => overlays.refresh())

  api.alarms.create(TICK_ALARM, { periodInMinutes: TICK_MINUTES })
  run(services.showButton())
  run(link.host({ type: 'reportSnapshot' }).then(services.watchDocument))

  async function tick(): Promise<void> {
    const slept = await services.sinceLastTick()
    await offscreen.ensure()
    if (slept > SLEPT_MS) await link.host({ type: 'wake' })
    overlays.refresh()
    await share.poll().catch(() => undefined)
    await services.showButton()
  }

  async function shortcut(name: string, tab: Parameters<typeof isTab>[0]): Promise<void> {
    if (name === 'overlay-focus') return overlays.focus()
    await runShortcut(name, actions, isTab(tab) ? tab : await services.lookedAt())
  }

  async function menu(id: MenuId, selection: string, tab: Parameters<typeof isTab>[0]): Promise<void> {
    switch (id) {
      case 'hang-up':
        return actions.hangUp()
      case 'microphone':
        return actions.toggleMicrophone()
      case 'share':
        return actions.toggleShare(isTab(tab) ? tab : await services.lookedAt())
      case 'call-selection':
        if (ports.isDialTarget(selection)) return actions.dial(selection)
        await link.host({ type: 'raiseNotice', code: 'selectionIsNoId' })
        // Not every window lets its popup be opened so; the notice waits there for the next time.
        return ports.openPopup().catch(() => undefined)
    }
  }

  async function notificationButton(id: string, button: number): Promise<void> {
    const subject = notificationSubject(id)
    if (subject?.about === 'incoming') await (button === 0 ? actions.accept(subject.callId) : actions.decline(subject.callId))
    if (subject?.about === 'missed' && subject.id !== null && button === 0) {
      await actions.dial(subject.id)
      await Promise.all([notifications.clearMissed(), services.history.markSeen()])
      await services.showButton()
    }
  }

  /** A ring's notification leads to where it can be answered with everything in view; a missed call's is read then. */
  async function notificationClicked(id: string): Promise<void> {
    const subject = notificationSubject(id)
    if (subject?.about === 'incoming') await pages.open('callWindow')
    if (subject?.about === 'missed') {
      await Promise.all([notifications.clearMissed(), services.history.markSeen()])
      await services.showButton()
    }
  }
}
