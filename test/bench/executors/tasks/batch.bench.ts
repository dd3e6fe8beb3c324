// Two inputs a call; a call with `fail` in it fails as a whole, `error` fails alone.
import { benchmark } from 'assay'

export default benchmark({
  name: 'batch',
  data: ['a', 'b', 'error', 'c', 'fail', 'd'],
  id: id => id,
  batch: 2,
  version: '1',
  task: (ids, _, { record }) => {
    record({ together: ids.join('+') })
    if (ids.includes('fail')) throw new Error('both')
    return ids.map(id => (id === 'error' ? (new Error('alone') as never) : id.toUpperCase()))
  },
})
