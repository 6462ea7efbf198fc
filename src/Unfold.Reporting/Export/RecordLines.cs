using System.Text.Json;
using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>A record as JSON, an object a line: first the rows of each table, then the arrays, then the documents.</summary>
static class RecordLines
{
    const byte NewLine = (byte)'\n';

    public static long Write(RecordFile record, Stream stream)
    {
        long lines = 0;
        using Utf8JsonWriter json = new(stream, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        foreach (RecordRows rows in record.Tables)
        {
            var lenses = rows.Columns.GroupBy(column => column.Key.Lens).Select(lens => (lens.Key, Series: lens.GroupBy(column => column.Key.Series).Select(series => (series.Key, Columns: series.ToArray())).ToArray())).ToArray();
            for (int row = 0; row < rows.Count; row++)
            {
                WriteRow(json, rows, row, lenses);
                End();
            }
        }
        foreach (RecordArray array in record.Arrays)
        {
            WriteArray(json, array);
            End();
        }
        foreach (RecordNote note in record.Notes)
        {
            WriteNote(json, note);
            End();
        }
        return lines;

        void End()
        {
            json.Flush();
            stream.WriteByte(NewLine);
            json.Reset();
            lines++;
        }
    }

    static void WriteRow(Utf8JsonWriter json, RecordRows rows, int row, (string Lens, (string Series, RecordColumn[] Columns)[] Series)[] lenses)
    {
        json.WriteStartObject();
        json.WriteString("table", rows.Table switch { RecordTable.Step => "step", RecordTable.Validation => "validation", _ => "epoch" });
        json.WriteNumber("step", rows.Steps[row]);
        json.WriteNumber("epoch", rows.Epochs[row]);
        json.WriteNumber("examples", rows.BatchSizes[row]);
        foreach ((string lens, (string Series, RecordColumn[] Columns)[] series) in lenses.Where(lens => lens.Series.Any(series => series.Columns.Any(column => column.Has(row)))))
        {
            json.WriteStartObject(Named(lens));
            foreach ((string name, RecordColumn[] columns) in series.Where(series => series.Columns.Any(column => column.Has(row))))
            {
                json.WriteStartObject(name);
                foreach (RecordColumn column in columns.Where(column => column.Has(row)))
                {
                    json.WritePropertyName(column.Key.Statistic);
                    WriteNumber(json, column.Values[row], column.Precision == RecordPrecision.Single);
                }
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>A lens of one's own may be called "step"; the row's own members keep their names.</summary>
    static string Named(string lens) => lens is "table" or "step" or "epoch" or "examples" ? lens + "_" : lens;

    static void WriteArray(Utf8JsonWriter json, RecordArray array)
    {
        json.WriteStartObject();
        WriteKey(json, "array", array.Key, array.Step, array.Epoch);
        json.WriteNumber("rows", array.Rows);
        json.WriteNumber("columns", array.Columns);
        json.WriteNumber("start", array.Start);
        json.WriteNumber("spacing", array.Spacing);
        json.WriteStartArray("values");
        foreach (float value in array.Values)
            WriteNumber(json, value, single: true);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteNote(Utf8JsonWriter json, RecordNote note)
    {
        json.WriteStartObject();
        WriteKey(json, "note", note.Key, note.Step, note.Epoch);
        if (JsonNotes.Read(note) is { } document)
        {
            json.WritePropertyName("document");
            document.WriteTo(json);
        }
        else
        {
            json.WriteString("text", note.Json);
        }
        json.WriteEndObject();
    }

    static void WriteKey(Utf8JsonWriter json, string kind, SeriesKey key, long step, int epoch)
    {
        json.WriteStartArray(kind);
        json.WriteStringValue(key.Lens);
        json.WriteStringValue(key.Series);
        json.WriteStringValue(key.Statistic);
        json.WriteEndArray();
        json.WriteNumber("step", step);
        json.WriteNumber("epoch", epoch);
    }

    static void WriteNumber(Utf8JsonWriter json, double value, bool single)
    {
        if (double.IsNaN(value))
            json.WriteStringValue("NaN");
        else if (double.IsInfinity(value))
            json.WriteStringValue(value > 0 ? "Infinity" : "-Infinity");
        else if (single)
            json.WriteNumberValue((float)value);
        else
            json.WriteNumberValue(value);
    }
}
