import type { BackgroundHandlers } from '../messaging/bus'
import type { BrowserCommand } from '../messaging/command'
import type { RuntimeApi } from './browserApi'
import { isOwnTab, isTab, type Tab } from './lookedAt'
import type { Services } from './services'

/** The last word of a call goes out by its line and by the server; a closed document says nothing any more. */
const LAST_WORD_MS = 300

type Sender = Parameters<BackgroundHandlers['browser']>[1]

/** What views, the offscreen document and content scripts ask of the service worker. */
export function makeMessageHandlers(services: Services, runtime: Pick<RuntimeApi, 'getURL'>): BackgroundHandlers {
  const { offscreen, snapshots, settings, people, history, share, overlays, notifications, pages } = services

  /**
   * A press in the overlay means the page around it; one in the popup the tab on which it was opened, though the person may
   * be in another by now; one in a page of our own the tab being looked at.
   */
  async function meantTab({ tab, url }: Sender, tabId: number | null): Promise<Tab | null> {
    if (isTab(tab) && !isOwnTab(tab, runtime) && url !== tab.url) return tab
    return tabId === null ? await services.lookedAt() : await services.tab(tabId)
  }

  async function run(command: Exclude<BrowserCommand, { type: 'shareTab' }>, sender: Sender): Promise<void> {
    switch (command.type) {
      case 'viewOpened':
        await offscreen.ensure()
        // A click on the toolbar may just have allowed the overlay into this tab.
        overlays.refresh()
        return
      case 'tabCaptured':
        if (isTab(sender.tab)) await share.captured(sender.tab, command.source, command.capture)
        return
      case 'tabNotCaptured':
        return share.notCaptured(command.source, command.why)
      case 'updateSettings':
        await settings.update(command.changes)
        await Promise.all([services.configure(), services.showButton()])
        return
      case 'saveContact':
      case 'removeContact':
      case 'setBlocked':
      case 'setCompared':
        await people.run(command)
        return services.configure()
      case 'importPeople':
        // A friend's file has oneself in it.
        await people.run({ ...command, people: command.people.filter(({ id }) => id !== snapshots.latest?.localId) })
        return services.configure()
      case 'deleteCalls':
        await history.delete(command.callIds)
        return services.showButton()
      case 'missedCallsSeen':
        await history.markSeen()
        await notifications.clearMissed()
        return services.showButton()
      case 'openPage':
        return pages.open(command.page)
      case 'hostPermissionChanged':
        return overlays.refresh()
      case 'identityChanged':
        // Whoever one talks with was promised the old identity: they are told that it is over, not left waiting.
        await services.link.call({ type: 'hangUp' })
        await new Promise<void>((resolve) => services.clock.after(LAST_WORD_MS, resolve))
        snapshots.restart()
        return offscreen.restart()
      case 'pictureInPicture':
        if (sender.tab?.id !== undefined) await overlays.pin(sender.tab.id, command.active)
        return
      case 'pictureInPictureFailed':
        return services.link.host({ type: 'raiseNotice', code: command.why })
      default:
        command satisfies never
    }
  }

  return {
    async browser(command, sender) {
      if (command.type !== 'shareTab') {
        await run(command, sender)
        return undefined
      }
      return share.share(await meantTab(sender, command.tabId), command.source, command.canCapture)
    },
    async report(report) {
      switch (report.type) {
        case 'started':
          snapshots.restart()
          services.watchDocument()
          return services.configure()
        case 'alive':
          return
        case 'snapshot':
          return snapshots.receive(report.snapshot)
        case 'callRecorded':
          return services.record(report.record)
        default:
          report satisfies never
      }
    },
    async content(command, sender) {
      const tabId = sender.tab?.id
      if (tabId === undefined) return
      if (command.type === 'overlayLost') await overlays.lost(tabId)
      else overlays.mountedByItself(tabId)
    },
  }
}
