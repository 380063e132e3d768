import { render } from 'solid-js/web'
import { connectView } from '../messaging/viewClient'
import { ask } from '../ui/ask'
import { createStoredCalls, createStoredPeople, createStoredSettings } from '../ui/createStored'
import { createView } from '../ui/createView'
import { createFrames } from '../ui/frames/createFrames'
import { openedOn } from './openedOn'
import { Popup } from './Popup'

const client = connectView()
const tab = openedOn()

async function shareTab(source: 'tab' | 'music'): Promise<void> {
  ask({ type: 'shareTab', source, tabId: await tab, canCapture: false })
}

render(() => {
  const view = createView(client)
  const frames = createFrames(client)
  const settings = createStoredSettings()
  const people = createStoredPeople()
  const calls = createStoredCalls()
  return (
    <Popup
      view={view}
      frames={frames}
      settings={settings()}
      people={people()}
      calls={calls()}
      shareTab={(source) => void shareTab(source)}
    />
  )
}, document.body)
