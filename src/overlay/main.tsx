import { render } from 'solid-js/web'
import { connectView } from '../messaging/viewClient'
import { InPage } from './InPage'
import { InWindow } from './InWindow'

const client = connectView()

// The same page stands in a small window of its own where it may not stand in a tab.
const inWindow = window === window.top && new URLSearchParams(location.search).has('window')

render(() => (inWindow ? <InWindow client={client} /> : <InPage client={client} />), document.body)
