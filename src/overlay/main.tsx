import { render } from 'solid-js/web'
import { connectView } from '../messaging/viewClient'
import { ask } from '../ui/ask'
import { createSession } from './createSession'
import { InPage } from './InPage'
import { InWindow } from './InWindow'
import { shareThisTab } from './shareThisTab'

const client = connectView()

// The same page stands in a small window of its own where it may not stand in a tab.
const inWindow = window === window.top && new URLSearchParams(location.search).has('window')

render(() => {
  // Made before it is handed over: a call among the attributes would be made anew each time it is looked at.
  if (inWindow) {
    const session = createSession(client, (source) => ask({ type: 'shareTab', source, tabId: null, canCapture: false }))
    return <InWindow session={session} />
  }
  const session = createSession(client, (source) => void shareThisTab(source, client).catch(() => undefined))
  return <InPage session={session} />
}, document.body)
