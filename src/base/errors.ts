// The one error that says the world failed, with a code from a closed list and what to do about it.

/** Every code an `AssayError` may carry. */
export type ErrorCode =
  | 'file_not_found'
  | 'file_exists'
  | 'table_not_found'
  | 'table_invalid'
  | 'column_not_found'
  | 'column_taken'
  | 'run_not_found'
  | 'run_deleted'
  | 'datapoint_not_found'
  | 'not_a_database'
  | 'not_assay'
  | 'schema_newer'
  | 'schema_older'
  | 'sqlite_unsafe'
  | 'run_in_use'
  | 'locked'
  | 'read_only'
  | 'disk_full'
  | 'io'
  | 'damaged'
  | 'asset_not_found'
  | 'asset_damaged'
  | 'asset_in_use'
  | 'sql_invalid'
  | 'sql_refused'
  | 'data_invalid'
  | 'code_unknown'
  | 'code_changed'
  | 'worker_failed'
  | 'benchmark_invalid'
  | 'config_invalid'

/** The world failed: a file, a lock, a disk. `code` is from a closed list, `hint` says what to do, `cause` is the original error. */
export class AssayError extends Error {
  override readonly name = 'AssayError'
  readonly code: ErrorCode
  readonly hint: string

  constructor(code: ErrorCode, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.hint = hint
  }
}
