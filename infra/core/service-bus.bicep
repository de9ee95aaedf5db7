param name string
param location string
param principalId string

var contract = loadJsonContent('../../shared/contracts/queues.json')
var dataOwner = '090c5cfd-751d-490a-894a-3ce6f1109419'

resource namespace 'Microsoft.ServiceBus/namespaces@2022-10-01-preview' = {
  name: '${name}-bus'
  location: location
  sku: { name: 'Standard', tier: 'Standard' }
  properties: { disableLocalAuth: true, minimumTlsVersion: '1.2' }
}

resource queues 'Microsoft.ServiceBus/namespaces/queues@2022-10-01-preview' = [
  for queue in contract.queues: {
    parent: namespace
    name: queue.name
    properties: {
      lockDuration: 'PT${queue.lockDurationSeconds}S'
      maxDeliveryCount: queue.maxDeliveryCount
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: 'PT${queue.duplicateDetectionMinutes}M'
      deadLetteringOnMessageExpiration: true
      defaultMessageTimeToLive: 'P14D'
    }
  }
]

// Where a message goes that no retry can help; listed and replayed by the command line.
resource rejected 'Microsoft.ServiceBus/namespaces/queues@2022-10-01-preview' = [
  for queue in contract.queues: {
    parent: namespace
    name: '${queue.name}-rejected'
    properties: {
      lockDuration: 'PT1M'
      maxDeliveryCount: 1000
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: 'PT${queue.duplicateDetectionMinutes}M'
      defaultMessageTimeToLive: 'P90D'
    }
  }
]

resource rights 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace
  name: guid(namespace.id, principalId, dataOwner)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataOwner)
  }
}

output host string = '${namespace.name}.servicebus.windows.net'
