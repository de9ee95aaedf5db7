param name string
param location string
param identityId string
param identityClientId string
param hostStorageAccount string
param blobEndpoint string
param serviceBusHost string
param keyVaultUrl string
param databaseHost string
param databaseAdministrator string
@secure()
param databasePassword string
param monitorConnectionString string
param configuration string

var site = '${name}-app'
var settings = {
  FUNCTIONS_EXTENSION_VERSION: '~4'
  FUNCTIONS_WORKER_RUNTIME: 'node'
  AzureWebJobsStorage__accountName: hostStorageAccount
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  SERVICE_BUS__fullyQualifiedNamespace: serviceBusHost
  SERVICE_BUS__credential: 'managedidentity'
  SERVICE_BUS__clientId: identityClientId
  BLOB_STORAGE__blobServiceUri: blobEndpoint
  KEY_VAULT_URL: keyVaultUrl
  // Tells DefaultAzureCredential which identity is meant.
  AZURE_CLIENT_ID: identityClientId
  DATABASE_URL: 'postgresql://${databaseAdministrator}:${uriComponent(databasePassword)}@${databaseHost}:5432/perfagent?sslmode=verify-full'
  APPLICATIONINSIGHTS_CONNECTION_STRING: monitorConnectionString
  PERF_AGENT_CONFIG: configuration
  PUBLIC_URL: 'https://${site}.azurewebsites.net'
}

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: '${name}-plan'
  location: location
  kind: 'elastic'
  sku: { name: 'EP1', tier: 'ElasticPremium' }
  properties: { reserved: true, maximumElasticWorkerCount: 20 }
}

resource app 'Microsoft.Web/sites@2023-12-01' = {
  name: site
  location: location
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    siteConfig: {
      linuxFxVersion: 'Node|24'
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      appSettings: [for setting in items(settings): { name: setting.key, value: setting.value }]
    }
  }
}

// Who deploys shows an identity; a user name and a password of the site's own would go round it.
resource passwords 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2023-12-01' = [
  for door in ['ftp', 'scm']: {
    parent: app
    name: door
    properties: { allow: false }
  }
]

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
