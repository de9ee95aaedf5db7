import { type RegisteredFunction } from './core-module.ts';
import { type BindingInfo } from './core-types.ts';

/** A function with a Service Bus queue trigger. */
export interface QueueTrigger {
  readonly registered: RegisteredFunction;
  readonly bindingName: string;
  readonly binding: BindingInfo;
  /** With app settings expanded. */
  readonly queueName: string;
  /** The app setting that holds the connection string. */
  readonly connection: string;
}
