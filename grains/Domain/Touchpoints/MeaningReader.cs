using System.Text.Json;
using CustomerGrains.Domain.Experience;
using CustomerGrains.Domain.Preferences;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>Checks the properties of an event that has a meaning with the readers that the fold will use.</summary>
static class MeaningReader
{
    public static FieldError? Check(JsonElement properties, Meaning meaning, Channel channel)
    {
        FieldError? error = null;
        switch (meaning)
        {
            case Meaning.ProductAdded or Meaning.ProductRemoved:
                CartReader.Read(properties, out error);
                break;
            case Meaning.OrderCompleted or Meaning.OrderRefunded or Meaning.OrderCancelled:
                OrderReader.Read(properties, meaning, out error);
                break;
            case Meaning.SurveyAnswered:
                SurveyReader.Read(properties, out error);
                break;
            case Meaning.TicketOpened or Meaning.TicketUpdated or Meaning.TicketResolved:
                TicketReader.Read(properties, out error);
                break;
            case Meaning.ConsentGiven or Meaning.ConsentWithdrawn:
                ConsentReader.Read(properties, out error);
                break;
            case Meaning.MessageUnsubscribed:
                ConsentReader.ReadUnsubscribe(properties, channel, out error);
                break;
        }

        return error;
    }
}
