namespace CustomerGrains.Domain.Touchpoints;

/// <summary>The ids of an alias: previousId becomes part of userId. The same id twice happens in practice and changes nothing.</summary>
static class AliasReader
{
    public static string? PreviousId(ref Fields fields, string? userId)
    {
        if (userId is null)
            fields.Fail("userId", "is missing: an alias needs the userId that previousId becomes part of");
        return fields.Required("previousId", TouchpointReader.MaxId, "the id used until now");
    }
}
