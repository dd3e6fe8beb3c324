// Says in one sentence what to do where the running Node is too old; plain JavaScript, because an old Node reads it.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    `Assay needs Node 24 or newer, and this is ${process.version}: run \`npm ci\`, which brings Node 24, and start this through \`npm run\` or \`npm test\`.`,
  )
  process.exit(1)
}
