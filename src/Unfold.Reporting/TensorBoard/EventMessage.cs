namespace Unfold.Reporting;

/// <summary>The messages of an event file, in protocol buffers' encoding. Field numbers: TensorFlow's event.proto, summary.proto and histogram.proto.</summary>
static class EventMessage
{
    /// <summary>The first message of a file: Event { wall_time, file_version }.</summary>
    public static byte[] Version(double wallTime)
    {
        ProtoBuffer message = new();
        message.Double(1, wallTime);
        message.Text(3, "brain.Event:2");
        return message.ToArray();
    }

    /// <summary>Event { wall_time, step, summary { value { tag, simple_value, metadata } } }.</summary>
    public static byte[] Scalar(double wallTime, long step, string tag, float number)
    {
        ProtoBuffer value = new();
        value.Text(1, tag);
        value.Float(2, number);
        value.Message(9, Plugin("scalars"));
        return Event(wallTime, step, value);
    }

    /// <summary>Event { wall_time, step, summary { value { tag, histo, metadata } } }.</summary>
    public static byte[] Histogram(double wallTime, long step, string tag, HistogramBuckets histogram)
    {
        ProtoBuffer counts = new();
        counts.Double(1, histogram.Min);
        counts.Double(2, histogram.Max);
        counts.Double(3, histogram.Count);
        counts.Double(4, histogram.Sum);
        counts.Double(5, histogram.SumOfSquares);
        counts.PackedDoubles(6, histogram.Limits);
        counts.PackedDoubles(7, histogram.Counts);
        ProtoBuffer value = new();
        value.Text(1, tag);
        value.Message(5, counts);
        value.Message(9, Plugin("histograms"));
        return Event(wallTime, step, value);
    }

    static ProtoBuffer Plugin(string name)
    {
        ProtoBuffer plugin = new(), metadata = new();
        plugin.Text(1, name);
        metadata.Message(1, plugin);
        return metadata;
    }

    static byte[] Event(double wallTime, long step, ProtoBuffer value)
    {
        ProtoBuffer summary = new(), message = new();
        summary.Message(1, value);
        message.Double(1, wallTime);
        message.Int64(2, step);
        message.Message(5, summary);
        return message.ToArray();
    }
}
