// Locking is an action and no property, so that Bicep cannot say it: a deployment script calls it, with an identity that may do this and nothing else.
param name string
param location string
param account string

resource store 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: account
}

resource locker 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-audit-locker'
  location: location
}

resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(store.id, 'audit-locker')
  properties: {
    roleName: '${name} audit locker'
    description: 'May read and lock the retention of blob containers.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: [
          'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies/read'
          'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies/lock/action'
        ]
      }
    ]
  }
}

resource right 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: store
  name: guid(store.id, locker.id, role.id)
  properties: {
    principalId: locker.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: role.id
  }
}

resource lock 'Microsoft.Resources/deploymentScripts@2023-08-01' = {
  name: '${name}-lock-audit'
  location: location
  kind: 'AzureCLI'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${locker.id}': {} } }
  properties: {
    azCliVersion: '2.63.0'
    retentionInterval: 'PT1H'
    timeout: 'PT10M'
    environmentVariables: [
      { name: 'ACCOUNT', value: account }
      { name: 'GROUP', value: resourceGroup().name }
    ]
    scriptContent: '''
set -e
policy="--account-name $ACCOUNT --resource-group $GROUP --container-name audit"
state=$(az storage container immutability-policy show $policy --query state -o tsv)
[ "$state" = Locked ] && exit 0
etag=$(az storage container immutability-policy show $policy --query etag -o tsv)
az storage container immutability-policy lock $policy --if-match "$etag"
'''
  }
  dependsOn: [right]
}
