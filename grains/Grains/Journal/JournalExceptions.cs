namespace CustomerGrains.Grains.Journal;

/// <summary>Another activation wrote this customer's next entry first: drop the state and reload.</summary>
public sealed class JournalConflictException(string message) : Exception(message);

/// <summary>The journal's queue is full and accepted nothing: the caller should slow down and try again.</summary>
public sealed class JournalFullException(string message) : Exception(message);

/// <summary>The store can't be reached or refused the transaction: whether it was written is unknown, so retry with the same message ids.</summary>
public sealed class JournalUnavailableException(string message, Exception? inner) : Exception(message, inner);
