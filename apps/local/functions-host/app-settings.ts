/** A setting that a binding names and the environment lacks, or one that cannot work here. */
class AppSettingError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AppSettingError';
  }
}

/** Replaces `%NAME%` by the app setting of that name, as Azure does in queue names and schedules. */
export function expandAppSettings(text: string, env: NodeJS.ProcessEnv, where: string): string {
  return text.replace(/%([^%]+)%/g, (_whole, name: string) => {
    const value = env[name];
    if (value === undefined || value === '')
      throw new AppSettingError(`${where}: the app setting "${name}" is not set`);
    return value;
  });
}

/**
 * The connection string behind a binding's `connection`: `AzureWebJobs<name>` first, then `<name>`, as in Azure.
 *
 * @throws AppSettingError when neither is set, or only an identity-based connection is
 */
export function connectionStringFrom(connection: string, env: NodeJS.ProcessEnv, where: string): string {
  const value = env[`AzureWebJobs${connection}`] ?? env[connection];
  if (value !== undefined && value !== '') return value;
  if (env[`${connection}__fullyQualifiedNamespace`] !== undefined) {
    throw new AppSettingError(
      `${where}: "${connection}__fullyQualifiedNamespace" names a namespace in Azure; the embedded host needs a connection string in "${connection}"`,
    );
  }
  throw new AppSettingError(
    `${where}: the app setting "${connection}" with the connection string is not set`,
  );
}
