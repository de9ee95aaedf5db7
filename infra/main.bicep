// Everything that the product needs in one resource group. Names of queues and containers are read from the product's own
// contracts, so that code and infrastructure cannot drift apart.
targetScope = 'resourceGroup'

@description('Prefix of all names, 3 to 11 lower-case letters and digits.')
@minLength(3)
@maxLength(11)
param name string

param location string = resourceGroup().location

@description('Administrator of PostgreSQL.')
param databaseAdministrator string = 'perfagent'

@secure()
param databasePassword string

@secure()
param maskingKey string

@secure()
param linkSigningKey string

@secure()
param auditSigningKey string

@description('Days for which an audit entry and a checkpoint can be neither changed nor deleted. Once locked, it can only be lengthened.')
@minValue(1)
@maxValue(146000)
param auditRetentionDays int = 2555

@description('Lock the retention of the audit container. Cannot be undone: until the last entry is old enough, neither it nor the storage account can be deleted by anybody. False for an installation that is only tried.')
param lockAuditRetention bool = true

@description('PERF_AGENT_CONFIG: path inside the package, or the YAML itself.')
param configuration string

module identity 'core/identity.bicep' = {
  name: 'identity'
  params: { name: name, location: location }
}

module monitor 'core/monitor.bicep' = {
  name: 'monitor'
  params: { name: name, location: location }
}

module storage 'core/storage.bicep' = {
  name: 'storage'
  params: {
    name: name
    location: location
    principalId: identity.outputs.principalId
    auditRetentionDays: auditRetentionDays
    lockAuditRetention: lockAuditRetention
  }
}

module hostStorage 'core/host-storage.bicep' = {
  name: 'host-storage'
  params: { name: name, location: location, principalId: identity.outputs.principalId }
}

module bus 'core/service-bus.bicep' = {
  name: 'service-bus'
  params: { name: name, location: location, principalId: identity.outputs.principalId }
}

module vault 'core/key-vault.bicep' = {
  name: 'key-vault'
  params: {
    name: name
    location: location
    principalId: identity.outputs.principalId
    maskingKey: maskingKey
    linkSigningKey: linkSigningKey
    auditSigningKey: auditSigningKey
  }
}

module database 'core/postgres.bicep' = {
  name: 'postgres'
  params: {
    name: name
    location: location
    administrator: databaseAdministrator
    password: databasePassword
  }
}

module app 'app/functions.bicep' = {
  name: 'functions'
  params: {
    name: name
    location: location
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    hostStorageAccount: hostStorage.outputs.account
    blobEndpoint: storage.outputs.blobEndpoint
    serviceBusHost: bus.outputs.host
    keyVaultUrl: vault.outputs.url
    databaseHost: database.outputs.host
    databaseAdministrator: databaseAdministrator
    databasePassword: databasePassword
    monitorConnectionString: monitor.outputs.connectionString
    configuration: configuration
  }
}

module installationKey 'app/installation-key.bicep' = {
  name: 'installation-key'
  params: { site: app.outputs.name, vaultName: vault.outputs.name }
}

output functionsUrl string = app.outputs.url
