// The Functions key as a secret of the app, which the host tells nothing of its keys (docs/decisions/007-access.md).
param site string
param vaultName string

resource app 'Microsoft.Web/sites@2023-12-01' existing = {
  name: site
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

resource key 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'installation-key'
  properties: { value: listKeys('${app.id}/host/default', '2023-12-01').functionKeys.default }
}
