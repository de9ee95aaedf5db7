param name string
param location string
param principalId string
param auditRetentionDays int
param lockAuditRetention bool

// Contributor and not Owner: whose actions are `containers/*`, and with them deleting a retention policy that is not locked yet.
var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var containers = ['artifacts', 'raw', 'audit', 'state']

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: '${name}store'
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: account
  name: 'default'
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = [
  for item in containers: {
    parent: blobs
    name: item
  }
]

// The app's part of immutability is write-once conditions, the hash chain and signed checkpoints; this is Azure's part. A policy is made unlocked;
// lock-audit.bicep locks it in the same deployment unless lockAuditRetention says no.
resource immutability 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2023-05-01' = {
  name: '${account.name}/default/audit/default'
  properties: { immutabilityPeriodSinceCreationInDays: auditRetentionDays, allowProtectedAppendWrites: false }
  dependsOn: [container]
}

module lock 'lock-audit.bicep' = if (lockAuditRetention) {
  name: 'lock-audit'
  params: { name: name, location: location, account: account.name }
  dependsOn: [immutability]
}

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2023-05-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'raw-lives-a-day'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['raw/'] }
            actions: { baseBlob: { delete: { daysAfterCreationGreaterThan: 1 } } }
          }
        }
      ]
    }
  }
}

resource rights 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, principalId, blobDataContributor)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
  }
}

output blobEndpoint string = account.properties.primaryEndpoints.blob
