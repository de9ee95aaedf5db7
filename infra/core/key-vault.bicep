param name string
param location string
param principalId string

@description('Key of the pseudonyms. Pass the same value with every deployment: a new one gives new runs other pseudonyms.')
@secure()
param maskingKey string

@description('Key of the report links. A new one ends all links.')
@secure()
param linkSigningKey string

@description('Ed25519 key that signs the checkpoints of the audit log: 32 random bytes in base64url, or a PKCS#8 key in PEM. A new one goes before the old one, on a line of its own, until it has signed (docs/audit.md).')
@secure()
param auditSigningKey string

var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: '${name}-vault'
  location: location
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enablePurgeProtection: true
  }
}

resource masking 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'masking-key'
  properties: { value: maskingKey }
}

resource links 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'link-signing-key'
  properties: { value: linkSigningKey }
}

resource audit 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'audit-signing-key'
  properties: { value: auditSigningKey }
}

resource rights 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, principalId, secretsUser)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}

output name string = vault.name
output url string = vault.properties.vaultUri
