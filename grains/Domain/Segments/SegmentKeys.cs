namespace CustomerGrains.Domain.Segments;

/// <summary>There are few segments and many members: one instance of a key's text is enough for all customers.</summary>
static class SegmentKeys
{
    // Keys come from the journal, and so from definitions that people published: never from senders of events.
    public static string Shared(string key) => string.Intern(key);
}
