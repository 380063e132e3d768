import * as v from 'valibot'
import browser, { type Runtime } from 'webextension-polyfill'
import type { BrowserCommand, ContentCommand, HostCommand, HostReport } from './command'
import {
  BrowserCommandSchema,
  type CallCommand,
  CallCommandSchema,
  ContentCommandSchema,
  HostCommandSchema,
  HostReportSchema,
  type ShareTabAnswer,
  ShareTabAnswerSchema,
} from './command'

/**
 * Addressed runtime messages: the only place that sends or receives them. Every message names where it goes and
 * what kind of sender it claims to be; the claim is checked against what the browser says of the sender.
 */
type Address = 'background' | 'offscreen'
type Kind = 'browser' | 'report' | 'content' | 'host' | 'call'

const EnvelopeSchema = v.object({
  to: v.picklist(['background', 'offscreen']),
  kind: v.picklist(['browser', 'report', 'content', 'host', 'call']),
  body: v.unknown(),
})

export const OFFSCREEN_PATH = 'src/offscreen/index.html'

/** An extension page or the service worker. A content script shares our id, but has the page's origin. */
export function isOwnPage(sender: Runtime.MessageSender): boolean {
  return sender.id === browser.runtime.id && sender.url !== undefined && sender.url.startsWith(browser.runtime.getURL(''))
}

function isOffscreen(sender: Runtime.MessageSender): boolean {
  return isOwnPage(sender) && sender.url === browser.runtime.getURL(OFFSCREEN_PATH)
}

/** The service worker is the one own context whose messages come without a tab, from its script's URL. */
function isContentScript(sender: Runtime.MessageSender): boolean {
  return sender.id === browser.runtime.id && sender.tab !== undefined && !isOwnPage(sender)
}

async function post(to: Address, kind: Kind, body: unknown): Promise<unknown> {
  return await browser.runtime.sendMessage({ to, kind, body })
}

/** Resolves once the background has handled it; rejects when the extension is being reloaded. */
export async function sendBrowserCommand(command: BrowserCommand): Promise<void> {
  await post('background', 'browser', command)
}

/** As `sendBrowserCommand`; says what is left to do for the view. */
export async function sendShareTab(command: Extract<BrowserCommand, { type: 'shareTab' }>): Promise<ShareTabAnswer> {
  return v.parse(ShareTabAnswerSchema, await post('background', 'browser', command))
}

/** From the offscreen document alone. */
export async function sendHostReport(report: HostReport): Promise<void> {
  await post('background', 'report', report)
}

/** From a content script alone. */
export async function sendContentCommand(command: ContentCommand): Promise<void> {
  await post('background', 'content', command)
}

/** From the background alone. */
export async function sendHostCommand(command: HostCommand): Promise<void> {
  await post('offscreen', 'host', command)
}

/** From the background (shortcuts, menus, notifications); views use their own port. */
export async function sendCallCommand(command: CallCommand): Promise<void> {
  await post('offscreen', 'call', command)
}

export interface BackgroundHandlers {
  /** Resolves with what the view is told, where its command has an answer. */
  browser(command: BrowserCommand, sender: Runtime.MessageSender): Promise<ShareTabAnswer | undefined>
  report(report: HostReport): Promise<void>
  content(command: ContentCommand, sender: Runtime.MessageSender): Promise<void>
}

/** Registers the service worker's handlers; call it synchronously at start. What does not parse or come from whom it claims is dropped. */
export function serveBackground(handlers: BackgroundHandlers): void {
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const envelope = v.safeParse(EnvelopeSchema, message)
    if (!envelope.success || envelope.output.to !== 'background') return undefined
    const { kind, body } = envelope.output
    if (kind === 'browser' && isOwnPage(sender)) {
      const command = v.safeParse(BrowserCommandSchema, body)
      return command.success ? handlers.browser(command.output, sender) : Promise.resolve()
    }
    if (kind === 'report' && isOffscreen(sender)) {
      const report = v.safeParse(HostReportSchema, body)
      return report.success ? handlers.report(report.output) : Promise.resolve()
    }
    if (kind === 'content' && isContentScript(sender)) {
      const command = v.safeParse(ContentCommandSchema, body)
      return command.success ? handlers.content(command.output, sender) : Promise.resolve()
    }
    return undefined
  })
}

export interface OffscreenHandlers {
  host(command: HostCommand): void
  call(command: CallCommand): void
}

/** Registers the offscreen document's handlers for what the service worker sends. */
export function serveOffscreen(handlers: OffscreenHandlers): void {
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const envelope = v.safeParse(EnvelopeSchema, message)
    if (!envelope.success || envelope.output.to !== 'offscreen' || !isOwnPage(sender)) return undefined
    const { kind, body } = envelope.output
    if (kind === 'host') {
      const command = v.safeParse(HostCommandSchema, body)
      if (command.success) handlers.host(command.output)
    }
    if (kind === 'call') {
      const command = v.safeParse(CallCommandSchema, body)
      if (command.success) handlers.call(command.output)
    }
    return Promise.resolve()
  })
}
