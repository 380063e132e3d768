import { render } from 'solid-js/web'
import { connectView } from '../messaging/viewClient'
import { createShortcuts } from '../ui/createShortcuts'
import { createView } from '../ui/createView'
import { createFrames } from '../ui/frames/createFrames'
import { Viewer } from './Viewer'

const client = connectView()

render(() => {
  const view = createView(client)
  const frames = createFrames(client)
  const shortcuts = createShortcuts()
  return <Viewer view={view} frames={frames} shortcuts={shortcuts()} />
}, document.body)
